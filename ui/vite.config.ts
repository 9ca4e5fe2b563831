import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// Relative addresses let the shell serve the folder from any origin. The style sheet stays as written: minifying
// would replace light-dark() and oklch() by fallbacks that the web views we ship on don't need.
export default defineConfig({
  base: './',
  plugins: [svelte(), svelteTesting()],
  build: {
    target: ['es2023', 'safari17.5', 'chrome123'],
    cssMinify: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { port: 1420, strictPort: true },
  test: {
    restoreMocks: true,
    // The contrast of the tokens is measured from the file itself.
    css: { include: [/tokens\.css/] },
    testTimeout: 30_000,
    // Tests of components bear a component's name and get a document; it takes a second to make, so the others go
    // without, but for those that ask for one in their first line.
    projects: [
      {
        extends: true,
        test: {
          name: 'components',
          include: ['src/**/[A-Z]*.test.ts'],
          environment: './src/test-dom.ts',
          isolate: false,
          setupFiles: ['src/test-setup.ts'],
        },
      },
      { extends: true, test: { name: 'modules', include: ['src/**/[a-z]*.test.ts'], environment: 'node' } },
    ],
  },
});
