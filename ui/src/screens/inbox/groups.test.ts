import { expect, test } from 'vitest';
import { groupsOf, indexFrom, lineAt, lineCount, lineOf, withoutSignals } from './groups';

const groups = groupsOf([
  { id: 3, name: 'Slow carts', count: 4 },
  { id: 5, name: 'Login loops', count: 2 },
  { id: 0, name: 'No theme', count: 9 },
]);

test('groups stand below each other', () => {
  expect(groups).toEqual([
    { id: 3, name: 'Slow carts', start: 0, count: 4 },
    { id: 5, name: 'Login loops', start: 4, count: 2 },
    { id: 0, name: 'No theme', start: 6, count: 9 },
  ]);
});

test('every line is a head or a signal, and finds its way back', () => {
  const heads: number[] = [];
  const indexes: number[] = [];
  for (let line = 0; line < lineCount(groups, 15); line++) {
    const { group, index } = lineAt(groups, line);
    if (group) heads.push(line);
    else {
      indexes.push(index);
      expect(lineOf(groups, index)).toBe(line);
    }
  }
  expect(heads).toEqual([0, 5, 8]);
  expect(indexes).toEqual(Array.from({ length: 15 }, (_, i) => i));
});

test('a head stands for the signal below it', () => {
  expect([0, 1, 5, 6, 8].map((line) => indexFrom(groups, line))).toEqual([0, 0, 4, 4, 6]);
});

test('without groups lines are signals', () => {
  expect(lineCount([], 3)).toBe(3);
  expect(lineOf([], 2)).toBe(2);
  expect(lineAt([], 2)).toEqual({ group: null, index: 2 });
});

test('decided signals leave their group, the last takes the head along', () => {
  const ids = Uint32Array.from({ length: 15 }, (_, i) => i + 1);
  expect(withoutSignals(groups, ids, new Set([2, 5, 6]))).toEqual([
    { id: 3, name: 'Slow carts', start: 0, count: 3 },
    { id: 0, name: 'No theme', start: 3, count: 9 },
  ]);
});
