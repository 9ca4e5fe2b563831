import { expect, test } from 'vitest';
import type { ConnectionView } from './ipc';
import { choice, choices, nextRead, timeOfDay } from './schedule';

const NOW = new Date(2026, 10, 21, 9, 0).getTime();
const at = (next_read: number | null, over: Partial<ConnectionView> = {}) =>
  nextRead({ next_read, schedule: '1h', paused: false, ...over } as ConnectionView, NOW);

test('the next read in words', () => {
  expect(at(new Date(2026, 10, 21, 14, 30).getTime())).toBe('Next at 14:30');
  expect(at(new Date(2026, 10, 22, 6, 30).getTime())).toContain('06:30');
  expect(at(NOW)).toBe('Next in a moment');
  expect(at(NOW - 60_000)).toBe('Next in a moment');
});

test('what is not read by itself says whom it waits for, if anybody', () => {
  expect(at(null)).toBe('Waits for you');
  expect(at(null, { schedule: 'off' })).toBe('');
  expect(at(null, { paused: true })).toBe('');
});

test('a cadence from the command line is offered beside the usual ones', () => {
  expect(choices('1h').map((one) => one.id)).toEqual(['15m', '1h', '6h', 'daily', 'off']);
  expect(choices('90m')[0]).toEqual({ id: '90m', title: '90m' });
  expect([choice('daily 07:15'), timeOfDay('daily 07:15'), timeOfDay('1h')]).toEqual([
    'daily',
    '07:15',
    '06:30',
  ]);
});
