import { untrack } from 'svelte';

/** So long what is there may stay while something else is waited for, in milliseconds. */
const PATIENCE = 300;

/**
 * Follows `read` while it is `ready`. Until then the last one stays, so that what takes its place is painted once and
 * whole; if that takes long, it is shown as far as it is known.
 */
export function held<T>(read: () => T, ready: () => boolean): { readonly value: T } {
  let last = untrack(read);
  let late = $state(false);
  const value = $derived.by(() => {
    if (late || ready()) last = read();
    return last;
  });

  $effect(() => {
    if (ready()) {
      late = false;
      return;
    }
    const timer = setTimeout(() => (late = true), PATIENCE);
    return () => clearTimeout(timer);
  });

  return {
    get value() {
      return value;
    },
  };
}
