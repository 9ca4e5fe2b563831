import { untrack } from 'svelte';

/** Changes that come faster than this, in milliseconds, are a hurry: a held key, or somebody who looks for the one. */
const HURRY = 200;

/** So long nothing may change before a hurry is over. */
const REST = 100;

/** The same while somebody types: longer than most take from letter to letter. */
const PAUSE = 250;

/**
 * Follows `read` one frame behind, so that what is small and near the key is painted before what is large and waits for
 * the engine. In a hurry it follows once that is over; `typing` says that every change belongs to one.
 */
export function rested<T>(read: () => T, typing: () => boolean = () => false): { readonly value: T } {
  let value = $state.raw(untrack(read));
  let changed = -Infinity;

  $effect(() => {
    const next = read();
    if (next === untrack(() => value)) return;
    const now = performance.now();
    const types = untrack(typing);
    const hurries = types || now - changed < HURRY;
    changed = now;
    const follow = () => (value = next);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    if (hurries) timer = setTimeout(follow, types ? PAUSE : REST);
    else frame = requestAnimationFrame(() => (timer = setTimeout(follow)));
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  });

  return {
    get value() {
      return value;
    },
  };
}
