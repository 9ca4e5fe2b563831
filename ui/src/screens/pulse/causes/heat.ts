import type { CauseMap, CauseMapRow } from '../../../ipc';

/** The dimensions as columns, in the engine's order. */
export const DIMENSIONS = ['People', 'Technology', 'Partners', 'Processes'] as const;

/** One cell of the map: a service (null: no service) and the place of a dimension. */
export interface Cell {
  service: string | null;
  dimension: number;
}

/** The opportunities and problems that a cell counts. */
export function behind(map: CauseMap, { service, dimension }: Cell): CauseMapRow[] {
  return map.rows.filter((row) => row.service === service && (row.causes[dimension] ?? 0) > 0);
}

/** How dark a cell is, 0 to 4: 0 only without any cause, 4 for the most of the map. */
export function depth(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1, Math.ceil((4 * count) / Math.max(1, most)));
}

/** What the map shows, in a sentence. */
export function finding(map: CauseMap): string {
  const sum = map.totals.reduce((all, one) => all + one, 0);
  const most = Math.max(0, ...map.totals);
  const where = DIMENSIONS.filter((_, i) => map.totals[i] === most).join(' and ');
  const none = DIMENSIONS.filter((_, i) => map.totals[i] === 0).join(', ');
  return `${where}: ${String(most)} of ${String(sum)} causes${none ? `; none in ${none}` : ''}`;
}
