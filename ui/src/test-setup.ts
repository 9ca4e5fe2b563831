import { configure } from '@testing-library/svelte';

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
