/** The lines of a grid in groups: a head of each group, then its rows. */

export interface Cell {
  text: string;
  /** In the colour of secondary text. */
  quiet?: boolean;
  /** A number, set to the right. */
  right?: boolean;
}

export interface Row {
  /** Unique over all groups. */
  id: string;
  /** As a screen reader says it. */
  label: string;
  /** One per column of its group. */
  cells: Cell[];
  /** A verb that stands in the row: what the button says and does. */
  offer?: { title: string; run: () => void };
}

export interface Group {
  title: string;
  /** All there are, which may be more than are shown. */
  count: number;
  /** Something waits for a person. */
  open?: boolean;
  columns: { title: string; right?: boolean }[];
  /** As CSS writes the columns of a grid. */
  layout: string;
  rows: Row[];
}

export function rowsOf(groups: readonly Group[]): Row[] {
  return groups.flatMap((group) => group.rows);
}

/** The row `by` places from the one selected, staying inside. */
export function step(groups: readonly Group[], selected: string | null, by: number): string | null {
  const ids = rowsOf(groups).map((row) => row.id);
  const at = selected === null ? -1 : ids.indexOf(selected);
  if (at < 0) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null;
}

/** The selected row; when it has left, the one in its place, so that one verb after the other goes down the list. */
export function selection(groups: readonly Group[], selected: string | null, place: number): Row | null {
  const rows = rowsOf(groups);
  return rows.find((row) => row.id === selected) ?? rows[Math.min(place, rows.length - 1)] ?? null;
}
