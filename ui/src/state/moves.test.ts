import { expect, test } from 'vitest';
import { stepFrom } from './moves';

test.each([
  [[], null, 1, null],
  [[4, 7, 9], null, 1, 4],
  [[4, 7, 9], null, -1, 9],
  [[4, 7, 9], 7, 1, 9],
  [[4, 7, 9], 9, 1, 9],
  [[4, 7, 9], 4, -1, 4],
  [[4, 7, 9], 5, 1, 4],
  [[4, 7, 9], 4, 10, 9],
])('from %j at %j, %d rows on is %j', (ids, present, by, next) => {
  expect(stepFrom(ids, present, by)).toBe(next);
});
