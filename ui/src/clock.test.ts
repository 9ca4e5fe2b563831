import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { follow, now } from './clock';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the clock goes on from where the engine is', () => {
  expect(now()).toBe(Date.now());
  const moment = Date.parse('2026-03-04T09:00:00Z');
  follow(moment);
  vi.advanceTimersByTime(90_000);
  expect(now()).toBe(moment + 90_000);
});
