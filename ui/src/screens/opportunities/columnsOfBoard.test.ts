import { describe, expect, test } from 'vitest';
import type { OpportunityRow, Stage } from '../../ipc';
import { acrossColumns, columnsOf, limitWords, moveNeeds, withinColumn } from './board';

const row = (id: number, stage: Stage, ready = false) =>
  ({ id, stage, readiness: { checks: [], ready } }) as unknown as OpportunityRow;
const ROWS = [
  row(1, 'captured'),
  row(2, 'captured'),
  row(3, 'ready'),
  row(4, 'captured'),
  row(5, 'rejected'),
];

test('every stage of the way has its column; declined ones have none', () => {
  const columns = columnsOf(ROWS, [['captured', 3]]);
  expect(columns.map((column) => column.rows.map((one) => one.id))).toEqual([
    [1, 2, 4],
    [],
    [3],
    [],
    [],
    [],
    [],
  ]);
  expect(columns.map(limitWords)).toEqual(['full', '', '', '', '', '', '']);
});

test.each([
  [2, 'over 2'],
  [3, 'full'],
  [4, 'limit 4'],
])('three cards with a limit of %d are said to be %j', (limit, words) => {
  expect(limitWords(columnsOf(ROWS, [['captured', limit]])[0]!)).toBe(words);
});

describe('the keys', () => {
  const columns = columnsOf(ROWS, []);
  test.each([
    [1, 1, 2],
    [2, 1, 4],
    [4, 1, 4],
    [1, -1, 1],
    [1, 99, 4],
    [null, 1, 1],
    [77, 1, 1],
  ])('from card %j, %d down is card %d', (at, by, next) => {
    expect(withinColumn(columns, at, by)).toBe(next);
  });
  test.each([
    [1, 1, 3],
    [4, 1, 3],
    [3, -1, 1],
    [3, 1, 3],
    [1, -1, 1],
    [null, 1, 1],
  ] as const)('from card %j, %d column on is card %d', (at, by, next) => {
    expect(acrossColumns(columns, at, by)).toBe(next);
  });
});

describe('a move by hand', () => {
  test.each<[Stage, Stage, boolean, string | null]>([
    ['captured', 'assessing', false, null],
    ['assessing', 'ready', false, 'gaps'],
    ['assessing', 'ready', true, null],
    ['captured', 'verified', false, 'gaps'],
    ['ready', 'assessing', false, null],
    ['ready', 'exported', true, 'tracker'],
    ['exported', 'ready', true, 'tracker'],
    ['in_progress', 'delivered', true, 'tracker'],
    ['delivered', 'verified', true, null],
    ['verified', 'delivered', true, 'tracker'],
  ])('from %s to %s (ready: %s) needs %s', (from, to, ready, needs) => {
    expect(moveNeeds(row(1, from, ready), to)).toBe(needs);
  });
});
