/** What the matrix shows: where each opportunity stands, which quadrant that is, and what it finds, in words. */
import { count } from '../../../format';
import type { OpportunityRow, RiskLevel } from '../../../ipc';
import { keysOf, riskLevels } from '../../../words';
import { axisFor, type Axis } from '../axis';

export type Across = 'risk' | 'effort';

export type Quadrant = 'now' | 'costly' | 'gaps' | 'leave';

/** One opportunity on the chart. All places are shares of the plot, 0 at the left and at the bottom. */
export interface Point {
  row: OpportunityRow;
  x: number;
  /** What the horizontal whisker spans; no wider than a point where nobody gave a range. */
  across: { low: number; high: number };
  y: number;
  up: { low: number; high: number };
  people: number;
  quadrant: Quadrant;
}

/** An opportunity that can't be put on the chart, and why. It is never put at 0. */
export interface Unplaced {
  row: OpportunityRow;
  why: string;
}

export interface Matrix {
  points: Point[];
  unplaced: Unplaced[];
  value: Axis;
  /** Ticks of the horizontal axis, at shares of the plot. */
  ticks: { at: number; text: string }[];
  /** Lines that the horizontal axis is ruled by. */
  rules: number[];
  /** Where the quadrants meet, as shares of the plot; null without any point. */
  cut: { x: number; y: number } | null;
}

export const QUADRANTS: Record<Across, Record<Quadrant, { title: string; means: string }>> = {
  risk: {
    now: { title: 'Do now', means: 'low risk, high value' },
    costly: { title: 'Learn first', means: 'high risk, high value' },
    gaps: { title: 'Fill gaps', means: 'low risk, low value' },
    leave: { title: 'Leave', means: 'high risk, low value' },
  },
  effort: {
    now: { title: 'Do now', means: 'low effort, high value' },
    costly: { title: 'Plan for it', means: 'high effort, high value' },
    gaps: { title: 'Fill gaps', means: 'low effort, low value' },
    leave: { title: 'Leave', means: 'high effort, low value' },
  },
};

/** The scores, 1 to 25, that each level holds. */
const SCORES: Record<RiskLevel, [least: number, most: number]> = {
  low: [1, 4],
  medium: [5, 9],
  high: [10, 14],
  very_high: [15, 25],
};

/** Puts rows on the chart. Value is cut at the median, risk between Medium and High, effort at the median. */
export function matrixOf(rows: readonly OpportunityRow[], across: Across): Matrix {
  const unplaced = rows.flatMap((row) => {
    const why = missing(row, across);
    return why === null ? [] : [{ row, why }];
  });
  const placed = rows.filter((row) => missing(row, across) === null);
  const value = axisFor(placed.map((row) => row.value?.p90 ?? 0));
  const effort = axisFor(placed.map((row) => row.inputs.effort?.high ?? 0));
  const bare = placed.map((row) => {
    const { p10, p50, p90 } = row.value ?? { p10: 0, p50: 0, p90: 0 };
    const share = (n: number) => Math.min(1, Math.max(0, n / value.max));
    return {
      row,
      ...(across === 'risk' ? byRisk(row) : byEffort(row, effort.max)),
      y: share(p50),
      up: { low: share(p10), high: share(p90) },
      people: row.evidence.reporters,
    };
  });
  const cut =
    bare.length === 0
      ? null
      : { x: across === 'risk' ? 0.5 : median(bare.map(({ x }) => x)), y: median(bare.map(({ y }) => y)) };
  const points = bare.map((point) => ({ ...point, quadrant: quadrantOf(point, cut ?? { x: 0, y: 0 }) }));
  return { points, unplaced, value, cut, ...(across === 'risk' ? bands() : rulesOf(effort)) };
}

function missing(row: OpportunityRow, across: Across): string | null {
  const gaps = [
    row.value === null ? 'its value is not set' : '',
    across === 'risk' && row.risk === null ? 'no risk was judged' : '',
    across === 'effort' && row.inputs.effort === null ? 'its effort is not set' : '',
  ].filter(Boolean);
  if (gaps.length === 0) return null;
  const words = gaps.join(' and ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function byRisk({ risk }: OpportunityRow): Pick<Point, 'x' | 'across'> {
  if (risk === null) return { x: 0, across: { low: 0, high: 0 } };
  const [least, most] = SCORES[risk.level];
  const within = (Math.min(most, Math.max(least, risk.score)) - least + 0.5) / (most - least + 1);
  const x = (keysOf(riskLevels).indexOf(risk.level) + within) / 4;
  return { x, across: { low: x, high: x } };
}

function byEffort({ inputs }: OpportunityRow, max: number): Pick<Point, 'x' | 'across'> {
  const { low, likely, high } = inputs.effort ?? { low: 0, likely: 0, high: 0 };
  return { x: likely / max, across: { low: low / max, high: high / max } };
}

function bands(): Pick<Matrix, 'ticks' | 'rules'> {
  const ticks = keysOf(riskLevels).map((level, i) => ({ at: (i + 0.5) / 4, text: riskLevels[level] }));
  return { ticks, rules: [0.25, 0.5, 0.75] };
}

function rulesOf({ max, ticks }: Axis): Pick<Matrix, 'ticks' | 'rules'> {
  return { ticks: ticks.map((n) => ({ at: n / max, text: n.toLocaleString() })), rules: [0.5] };
}

function quadrantOf({ x, y }: { x: number; y: number }, cut: { x: number; y: number }): Quadrant {
  const high = y >= cut.y;
  if (x <= cut.x) return high ? 'now' : 'gaps';
  return high ? 'costly' : 'leave';
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}

/** px of a bubble whose area says how many people reported it; nobody and few have the smallest that can be hit. */
export function radius(people: number, most: number): number {
  return most === 0 ? 5 : Math.max(5, 22 * Math.sqrt(people / most));
}

/** What the chart finds, for who can't see it: "7 opportunities by value and risk. Do now: A and B. …" */
export function finding({ points, unplaced }: Matrix, across: Across): string {
  const named = keysOf(QUADRANTS[across]).flatMap((quadrant) => {
    const titles = points.filter((point) => point.quadrant === quadrant).map(({ row }) => row.title);
    return titles.length === 0 ? [] : [`${QUADRANTS[across][quadrant].title}: ${list(titles)}.`];
  });
  const apart =
    unplaced.length === 0
      ? ''
      : `${count(unplaced.length, 'is', 'are')} not on the chart, because a number is missing.`;
  return [`${count(points.length, 'opportunity', 'opportunities')} by value and ${across}.`, ...named, apart]
    .filter(Boolean)
    .join(' ');
}

/** "A", "A and B", "A, B, C and 4 more". */
function list(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
