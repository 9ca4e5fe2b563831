/** The board's columns, what a move across them means, and where the keys go. */
import type { OpportunityId, OpportunityRow, Stage } from '../../ipc';
import { WAY } from './stages';

export interface Column {
  stage: Stage;
  rows: OpportunityRow[];
  /** How many it should hold; null where nobody said so. */
  limit: number | null;
}

/** A column for each stage of the way, its cards in the order of the list. */
export function columnsOf(rows: readonly OpportunityRow[], limits: readonly [Stage, number][]): Column[] {
  const limit = new Map(limits);
  return WAY.map((stage) => ({
    stage,
    rows: rows.filter((row) => row.stage === stage),
    limit: limit.get(stage) ?? null,
  }));
}

/** Beside the count: "limit 4", or "full" at and "over 4" above it. */
export function limitWords({ rows, limit }: Column): string {
  if (limit === null) return '';
  if (rows.length > limit) return `over ${limit}`;
  return rows.length === limit ? 'full' : `limit ${limit}`;
}

/** The card one step up or down; the ends hold. */
export function withinColumn(
  columns: readonly Column[],
  at: OpportunityId | null,
  by: number,
): OpportunityId | null {
  const column = columns.find((one) => one.rows.some((row) => row.id === at));
  if (!column) return firstCard(columns);
  const here = column.rows.findIndex((row) => row.id === at);
  return column.rows[Math.min(column.rows.length - 1, Math.max(0, here + by))]?.id ?? at;
}

/** The card at the same height in the next column that has any. */
export function acrossColumns(
  columns: readonly Column[],
  at: OpportunityId | null,
  by: 1 | -1,
): OpportunityId | null {
  const from = columns.findIndex((one) => one.rows.some((row) => row.id === at));
  if (from < 0) return firstCard(columns);
  const height = columns[from]?.rows.findIndex((row) => row.id === at) ?? 0;
  for (let next = from + by; next >= 0 && next < columns.length; next += by) {
    const rows = columns[next]?.rows ?? [];
    if (rows.length > 0) return rows[Math.min(height, rows.length - 1)]?.id ?? at;
  }
  return at;
}

function firstCard(columns: readonly Column[]): OpportunityId | null {
  return columns.find((one) => one.rows.length > 0)?.rows[0]?.id ?? null;
}

/**
 * What a move by hand needs: `tracker` to be confirmed, because cards there follow their item; `gaps` to be told of,
 * because the card passes the gate to Ready unready; nothing otherwise.
 */
export function moveNeeds(
  row: Pick<OpportunityRow, 'stage' | 'readiness'>,
  to: Stage,
): 'tracker' | 'gaps' | null {
  const follows = (stage: Stage) => ['exported', 'in_progress', 'delivered'].includes(stage);
  if (follows(to) || (follows(row.stage) && to !== 'verified')) return 'tracker';
  const passes = WAY.indexOf(row.stage) < WAY.indexOf('ready') && WAY.indexOf(to) >= WAY.indexOf('ready');
  return passes && !row.readiness.ready ? 'gaps' : null;
}

/** The gaps of a checklist in one sentence: "No risk was judged. No evidence is linked." */
export function gapsInWords({ readiness }: Pick<OpportunityRow, 'readiness'>): string {
  return readiness.checks
    .filter((check) => !check.holds)
    .map((check) => `${check.says}.`)
    .join(' ');
}
