import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { held } from './held.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What is wanted, whether it is there, and what is shown. */
function holding() {
  let wanted = $state('first');
  let ready = $state(true);
  let shown: { readonly value: string } = { value: '' };
  const stop = $effect.root(() => {
    shown = held(
      () => wanted,
      () => ready,
    );
  });
  flushSync();
  return {
    want: (next: string) => {
      wanted = next;
      ready = false;
      flushSync();
    },
    come: () => {
      ready = true;
      flushSync();
    },
    get shown() {
      return shown.value;
    },
    stop,
  };
}

test('what is shown stays until the next is there', () => {
  const one = holding();
  expect(one.shown).toBe('first');
  one.want('second');
  vi.advanceTimersByTime(200);
  expect(one.shown).toBe('first');
  one.come();
  expect(one.shown).toBe('second');
  one.stop();
});

test('what takes long is shown before it is there, and so is what follows until one is', () => {
  const one = holding();
  one.want('slow');
  vi.advanceTimersByTime(301);
  expect(one.shown).toBe('slow');
  one.want('slower');
  expect(one.shown).toBe('slower');
  one.come();
  one.want('next');
  expect(one.shown).toBe('slower');
  one.stop();
});
