/** Which columns fit into the table, and how wide each is. */
import type { TableColumn } from '../../ipc';

/** px */
const WIDTHS: Record<TableColumn, number> = {
  value: 150,
  p50: 68,
  holds: 148,
  risk: 112,
  reach: 112,
  effort: 84,
  evidence: 178,
  service: 116,
  owner: 116,
  stage: 116,
  delivery: 108,
  updated: 80,
};

/** The first to go when room is short. */
const FIRST_TO_GO: readonly TableColumn[] = [
  'updated',
  'delivery',
  'effort',
  'reach',
  'service',
  'risk',
  'owner',
  'holds',
  'evidence',
  'stage',
  'value',
  'p50',
];

const RANK = 48;
/** What the title needs at least. */
const TITLE = 240;

/** The chosen columns that fit into `width` px, in their order. What is left out stays on the opportunity's page. */
export function fitting(chosen: readonly TableColumn[], width: number): TableColumn[] {
  const kept = [...chosen];
  const needed = () => kept.reduce((sum, column) => sum + WIDTHS[column], RANK + TITLE);
  for (const column of FIRST_TO_GO) {
    if (needed() <= width) break;
    const at = kept.indexOf(column);
    if (at >= 0) kept.splice(at, 1);
  }
  return kept;
}

/** The grid's columns: rank, title, then these. */
export function template(columns: readonly TableColumn[]): string {
  return [`${RANK}px`, `minmax(${TITLE}px, 1fr)`, ...columns.map((column) => `${WIDTHS[column]}px`)].join(
    ' ',
  );
}
