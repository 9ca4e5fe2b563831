/** The lines from today's order to the order there would be. Pure; px from the top of the first row. */
import type { OpportunityId, WhatIfRow } from '../../ipc';

export type Way = 'up' | 'down' | 'stays';

export interface Line {
  id: OpportunityId;
  /** Middle of its row today, and of the row there would be. */
  from: number;
  to: number;
  way: Way;
}

export const ROW = 44;
/** The row that says where the capacity ends. */
export const CUT = 40;

/** How many places up, when both ranks are known. */
export function places({ today, rank }: Pick<WhatIfRow, 'today' | 'rank'>): number {
  return today === null || rank === null ? 0 : today - rank;
}

export function wayOf(row: Pick<WhatIfRow, 'today' | 'rank'>): Way {
  const by = places(row);
  return by > 0 ? 'up' : by < 0 ? 'down' : 'stays';
}

/** The rows in today's order, those without a rank last. */
export function todays(rows: readonly WhatIfRow[]): WhatIfRow[] {
  return [...rows].sort((a, b) => (a.today ?? Infinity) - (b.today ?? Infinity) || 0);
}

/** A line for each row. `cutAfter`: how many rows stand above the capacity's row, null without one. */
export function linesOf(rows: readonly WhatIfRow[], cutAfter: number | null): Line[] {
  const middle = (place: number) =>
    place * ROW + ROW / 2 + (cutAfter !== null && place >= cutAfter ? CUT : 0);
  const before = new Map(todays(rows).map((row, place) => [row.opportunity.id, place]));
  return rows.map((row, place) => ({
    id: row.opportunity.id,
    from: middle(before.get(row.opportunity.id) ?? place),
    to: middle(place),
    way: wayOf(row),
  }));
}

/** A curve that leaves and arrives level. */
export function curve({ from, to }: Line, width: number): string {
  const half = width / 2;
  return `M0 ${from}C${half} ${from} ${half} ${to} ${width} ${to}`;
}
