import { expect, test } from 'vitest';
import type { OpportunityRow, RiskLevel } from '../../../ipc';
import { finding, matrixOf, radius, type Across } from './matrix';

interface Given {
  p50?: number;
  risk?: [score: number, level: RiskLevel];
  effort?: [low: number, likely: number, high: number];
  people?: number;
}

function row(id: number, { p50, risk, effort, people = 3 }: Given): OpportunityRow {
  return {
    id,
    title: `Title ${id}`,
    value: p50 === undefined ? null : { p10: p50 / 2, p50, p90: p50 * 2 },
    risk: risk ? { score: risk[0], level: risk[1] } : null,
    inputs: { effort: effort ? { low: effort[0], likely: effort[1], high: effort[2] } : null },
    evidence: { reporters: people },
  } as unknown as OpportunityRow;
}

const FULL = [
  row(1, { p50: 100, risk: [2, 'low'], effort: [1, 2, 4] }),
  row(2, { p50: 400, risk: [20, 'very_high'], effort: [4, 6, 10] }),
  row(3, { p50: 300, risk: [9, 'medium'], effort: [1, 1, 1] }),
];
const quadrants = (rows: OpportunityRow[], across: Across) =>
  matrixOf(rows, across).points.map(({ row: { id }, quadrant }) => [id, quadrant]);

test('value is cut at the median, risk between Medium and High, effort at the median', () => {
  expect(quadrants(FULL, 'risk')).toEqual([
    [1, 'gaps'],
    [2, 'costly'],
    [3, 'now'],
  ]);
  expect(quadrants(FULL, 'effort')).toEqual([
    [1, 'gaps'],
    [2, 'costly'],
    [3, 'now'],
  ]);
});

test('what lacks a number is listed apart with why, never put at 0', () => {
  const rows = [
    ...FULL,
    row(4, { risk: [2, 'low'] }),
    row(5, { p50: 10 }),
    row(6, {}),
    row(7, { p50: 0, risk: [1, 'low'] }),
  ];
  const { points, unplaced } = matrixOf(rows, 'risk');
  expect(points.map(({ row: { id } }) => id)).toEqual([1, 2, 3, 7]);
  expect(unplaced.map(({ row: { id }, why }) => [id, why])).toEqual([
    [4, 'Its value is not set'],
    [5, 'No risk was judged'],
    [6, 'Its value is not set and no risk was judged'],
  ]);
  expect(matrixOf(rows, 'effort').unplaced.map(({ why }) => why)).toContain('Its effort is not set');
});

test.each([
  [1, 'low', 0, 0.25],
  [4, 'low', 0, 0.25],
  [5, 'medium', 0.25, 0.5],
  [9, 'medium', 0.25, 0.5],
  [10, 'high', 0.5, 0.75],
  [25, 'very_high', 0.75, 1],
] as const)('a risk of %d stands inside its band, %s', (score, level, from, to) => {
  const x = matrixOf([row(1, { p50: 1, risk: [score, level] })], 'risk').points[0]?.x ?? -1;
  expect(x).toBeGreaterThan(from);
  expect(x).toBeLessThan(to);
});

test('more value stands higher, its whiskers around it, all inside the plot', () => {
  const { points } = matrixOf(FULL, 'effort');
  expect(points.map(({ y }) => y)).toEqual([0.125, 0.5, 0.375]);
  for (const { x, across, y, up } of points) {
    expect(0 <= across.low && across.low <= x && x <= across.high && across.high <= 1).toBe(true);
    expect(0 <= up.low && up.low <= y && y <= up.high && up.high <= 1).toBe(true);
  }
});

test('four times the people are four times the area', () => {
  expect(radius(40, 40)).toBe(22);
  expect(radius(10, 40)).toBe(11);
  expect(radius(0, 40)).toBe(5);
  expect(radius(0, 0)).toBe(5);
});

test('the finding names each quadrant and counts who is left out', () => {
  const rows = [...FULL, row(4, {})];
  expect(finding(matrixOf(rows, 'risk'), 'risk')).toBe(
    '3 opportunities by value and risk. Do now: Title 3. Learn first: Title 2. Fill gaps: Title 1. 1 is not on the chart, because a number is missing.',
  );
  const many = [1, 2, 3, 4, 5, 6].map((id) => row(id, { p50: 5, risk: [1, 'low'] }));
  expect(finding(matrixOf(many, 'risk'), 'risk')).toBe(
    '6 opportunities by value and risk. Do now: Title 1, Title 2, Title 3 and 3 more.',
  );
  expect(finding(matrixOf([], 'risk'), 'risk')).toBe('0 opportunities by value and risk.');
});
