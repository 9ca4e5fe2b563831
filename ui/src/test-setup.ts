import { configure } from '@testing-library/svelte';
import { afterAll, vi } from 'vitest';

// Files share a worker with its document and libraries, which take seconds to start. Each gets the page's own modules
// anew, with their state, and mocks what it wants to.
afterAll(() => {
  vi.doUnmock('./ipc');
  vi.doUnmock('./ipc/taste');
  vi.resetModules();
});

// A busy machine is no reason to fail.
configure({ asyncUtilTimeout: 10_000 });

/** What jsdom lacks and the page asks for while it is being built; both say "nothing changes". */
class StillSize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver ??= StillSize as unknown as typeof ResizeObserver;
globalThis.matchMedia ??= ((query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
  }) as unknown as MediaQueryList) as typeof matchMedia;
Element.prototype.scrollIntoView ??= () => {};
