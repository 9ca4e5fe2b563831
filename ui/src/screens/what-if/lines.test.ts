import { expect, test } from 'vitest';
import type { WhatIfRow } from '../../ipc';
import { CUT, curve, linesOf, ROW, todays, wayOf } from './lines';

const row = (id: number, today: number | null, rank: number | null) =>
  ({ opportunity: { id }, today, rank }) as unknown as WhatIfRow;
const ROWS = [row(18, 3, 1), row(31, 1, 2), row(34, 2, 3), row(41, null, 4)];
const middle = (place: number) => place * ROW + ROW / 2;

test('each row has a line from its place today', () => {
  expect(todays(ROWS).map((one) => one.opportunity.id)).toEqual([31, 34, 18, 41]);
  expect(linesOf(ROWS, null)).toEqual([
    { id: 18, from: middle(2), to: middle(0), way: 'up' },
    { id: 31, from: middle(0), to: middle(1), way: 'down' },
    { id: 34, from: middle(1), to: middle(2), way: 'down' },
    { id: 41, from: middle(3), to: middle(3), way: 'stays' },
  ]);
});

test('what stands below the cut stands lower by its row, on both sides', () => {
  const lines = linesOf(ROWS, 2);
  expect(lines.map(({ to }) => to)).toEqual([middle(0), middle(1), middle(2) + CUT, middle(3) + CUT]);
  expect(lines.map(({ from }) => from)).toEqual([middle(2) + CUT, middle(0), middle(1), middle(3) + CUT]);
});

test.each([
  [3, 1, 'up'],
  [1, 3, 'down'],
  [2, 2, 'stays'],
  [null, 2, 'stays'],
  [2, null, 'stays'],
] as const)('from %j to %j is %s', (today, rank, way) => expect(wayOf({ today, rank })).toBe(way));

test('a curve leaves and arrives level', () => {
  expect(curve({ id: 1, from: 22, to: 66, way: 'down' }, 64)).toBe('M0 22C32 22 32 66 64 66');
});
