import { expect, test } from 'vitest';
import type { WhatIfResult } from '../../ipc';
import { compared } from './compared';

const result = (rows: [id: number, today: number | null, rank: number | null][]) =>
  ({
    rows: rows.map(([id, today, rank]) => ({ opportunity: { id, label: `OPP-${id}` }, today, rank })),
  }) as unknown as WhatIfResult;

test('each has its rank in every scenario, in today’s order, and who never moves is firm', () => {
  const rows = compared([
    result([
      [18, 3, 1],
      [31, 1, 2],
      [34, 2, 2],
      [41, null, null],
    ]),
    result([
      [31, 1, 1],
      [34, 2, 2],
    ]),
  ]);
  expect(rows.map(({ opportunity, today, ranks, firm }) => [opportunity.id, today, ranks, firm])).toEqual([
    [31, 1, [2, 1], false],
    [34, 2, [2, 2], true],
    [18, 3, [1, null], false],
    [41, null, [null, null], false],
  ]);
  expect(compared([])).toEqual([]);
});
