import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rested } from './rested.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A state, and what follows it. */
function following(typing = () => false) {
  let source = $state(1);
  let followed: { readonly value: number } = { value: 0 };
  const stop = $effect.root(() => {
    followed = rested(() => source, typing);
  });
  flushSync();
  return {
    set: (value: number) => {
      source = value;
      flushSync();
    },
    get value() {
      return followed.value;
    },
    stop,
  };
}

test('a change is followed after the next frame, and none that came before it', () => {
  const one = following();
  expect(one.value).toBe(1);
  one.set(2);
  expect(one.value).toBe(1);
  vi.advanceTimersByTime(20);
  expect(one.value).toBe(2);
  one.stop();
});

test('a hurry is followed once it is over', () => {
  const one = following();
  const seen: number[] = [];
  for (let value = 2; value <= 9; value += 1) {
    one.set(value);
    vi.advanceTimersByTime(60);
    seen.push(one.value);
  }
  // The first came alone; what came after it in a hurry is skipped.
  expect(seen).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  vi.advanceTimersByTime(60);
  expect(one.value).toBe(9);
  one.stop();
});

test('while somebody types, even one change waits until they stop', () => {
  let typing = true;
  const one = following(() => typing);
  for (let value = 2; value <= 4; value += 1) {
    one.set(value);
    vi.advanceTimersByTime(240);
    expect(one.value).toBe(1);
  }
  vi.advanceTimersByTime(10);
  expect(one.value).toBe(4);
  typing = false;
  vi.advanceTimersByTime(200);
  one.set(5);
  vi.advanceTimersByTime(20);
  expect(one.value).toBe(5);
  one.stop();
});

test('going back before the frame leaves everything as it was', () => {
  const one = following();
  one.set(2);
  one.set(1);
  vi.advanceTimersByTime(200);
  expect(one.value).toBe(1);
  one.stop();
});
