import { expect, test } from 'vitest';
import { turns, type Side } from './room';

const LOW = { top: 480, bottom: 510 };
const HIGH = { top: 60, bottom: 90 };

test.each<[string, Side, number, { top: number; bottom: number }, boolean]>([
  ['all of it has room below', 'bottom', 100, LOW, false],
  ['more room above', 'bottom', 400, LOW, true],
  ['more than either side has, and the most above', 'bottom', 900, LOW, true],
  ['more than either side has, and the most below', 'bottom', 900, HIGH, false],
  ['asked to open above, where there is none', 'top', 100, HIGH, true],
  ['asked to open above, where there is', 'top', 400, LOW, false],
  ['beside its anchor it moves along it', 'right', 900, LOW, false],
])('%s', (_what, side, height, anchor, turned) => {
  expect(turns(side, height, anchor, 640)).toBe(turned);
});
