/** Scenarios side by side. Pure. */
import type { OpportunityRef, WhatIfResult } from '../../ipc';

export interface Compared {
  opportunity: OpportunityRef;
  today: number | null;
  /** Its rank in each scenario, in their order; null where it has none. */
  ranks: (number | null)[];
  /** It has the same rank everywhere, today too. */
  firm: boolean;
}

/** A row for each opportunity, by today's rank; those without one stand last. */
export function compared(results: readonly WhatIfResult[]): Compared[] {
  const rows = new Map<number, Compared>();
  results.forEach((result, at) => {
    for (const { opportunity, today, rank } of result.rows) {
      const row = rows.get(opportunity.id) ?? {
        opportunity,
        today,
        ranks: results.map(() => null),
        firm: false,
      };
      row.ranks[at] = rank;
      rows.set(opportunity.id, row);
    }
  });
  return [...rows.values()]
    .map((row) => ({ ...row, firm: row.today !== null && row.ranks.every((rank) => rank === row.today) }))
    .sort((a, b) => (a.today ?? Infinity) - (b.today ?? Infinity) || 0);
}
