import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TOAST_MS, toasts } from './toast.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  toasts.close();
  vi.useRealTimers();
});

const done = (text: string) => ({ text, tone: 'done' as const });

test('a toast leaves after six seconds', () => {
  toasts.show(done('Linked'));
  vi.advanceTimersByTime(TOAST_MS - 1);
  expect(toasts.shown?.text).toBe('Linked');
  vi.advanceTimersByTime(1);
  expect(toasts.shown).toBeNull();
});

test('a new one takes the place and the full time', () => {
  toasts.show(done('First'));
  vi.advanceTimersByTime(TOAST_MS - 100);
  toasts.show(done('Second'));
  vi.advanceTimersByTime(TOAST_MS - 1);
  expect(toasts.shown?.text).toBe('Second');
});

test('it waits while it is held, and goes on with what was left', () => {
  toasts.show(done('Held'));
  vi.advanceTimersByTime(4000);
  toasts.hold();
  vi.advanceTimersByTime(60_000);
  expect(toasts.shown?.text).toBe('Held');
  toasts.release();
  vi.advanceTimersByTime(1999);
  expect(toasts.shown).not.toBeNull();
  vi.advanceTimersByTime(1);
  expect(toasts.shown).toBeNull();
});

test('a problem says what happened and what to do; a cancelled step says nothing', () => {
  const problem = {
    kind: 'busy',
    what: 'The file is in use.',
    kept: 'All is kept.',
    todo: 'Close it there.',
  };
  toasts.problem(problem);
  expect(toasts.shown).toMatchObject({ tone: 'problem', text: 'The file is in use. Close it there.' });
  toasts.close();
  toasts.problem({ ...problem, kind: 'cancelled' });
  expect(toasts.shown).toBeNull();
});
