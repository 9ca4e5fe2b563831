import { expect, test } from 'vitest';
import type { Stage } from '../../ipc';
import { neighbour } from './stages';

test.each<[Stage, 1 | -1, Stage | null]>([
  ['captured', 1, 'assessing'],
  ['captured', -1, null],
  ['in_progress', 1, 'delivered'],
  ['in_progress', -1, 'exported'],
  ['verified', 1, null],
  ['rejected', 1, null],
  ['rejected', -1, 'captured'],
])('from %s, %d step on is %s', (stage, by, next) => {
  expect(neighbour(stage, by)).toBe(next);
});
