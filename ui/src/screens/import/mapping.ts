/** What each column of a file becomes: the choices, their names, and how one choice changes the others. */
import { count, number } from '../../format';
import type { ColumnPreview, DateOrder, ImportPreview, Mapping, Target } from '../../ipc';

/** The choices of a column in the order people look for them. */
export const TARGETS: readonly { target: Target; label: string }[] = [
  { target: 'title', label: 'Title' },
  { target: 'body', label: 'Body' },
  { target: 'external_id', label: 'ID in the source' },
  { target: 'happened_at', label: 'When it happened' },
  { target: 'updated_at', label: 'Last change' },
  { target: 'resolved_at', label: 'When it was resolved' },
  { target: 'kind', label: 'Kind' },
  { target: 'severity', label: 'Severity' },
  { target: 'status', label: 'Status' },
  { target: 'service', label: 'Service' },
  { target: 'customer', label: 'Customer' },
  { target: 'customer_domain', label: 'Customer’s domain' },
  { target: 'revenue', label: 'Revenue a year' },
  { target: 'plan', label: 'Plan' },
  { target: 'reporter_name', label: 'Who reported it' },
  { target: 'reporter_email', label: 'E-mail of the reporter' },
  { target: 'url', label: 'Link' },
  { target: 'hand_overs', label: 'Hand-overs' },
  { target: 'on_hold', label: 'Minutes on hold' },
  { target: 'leave_out', label: 'Leave out' },
];

export const DATE_ORDERS: readonly { order: DateOrder; label: string; example: string }[] = [
  { order: 'day_first', label: 'Day first', example: '31/12/2026' },
  { order: 'month_first', label: 'Month first', example: '12/31/2026' },
  { order: 'year_first', label: 'Year first', example: '2026-12-31' },
];

export function targetLabel(target: Target): string {
  return TARGETS.find((choice) => choice.target === target)?.label ?? target;
}

/**
 * The mapping after the column at `index` becomes `target`. A target comes from one column only, so the column that had
 * it is left out; `moved` is that column's place, to say so.
 */
export function withColumn(
  mapping: Mapping,
  index: number,
  target: Target,
): { mapping: Mapping; moved: number | null } {
  const held =
    target === 'leave_out' ? -1 : mapping.columns.findIndex((held, at) => held === target && at !== index);
  const columns = mapping.columns.map((present, at): Target => {
    if (at === index) return target;
    return at === held ? 'leave_out' : present;
  });
  return { mapping: { ...mapping, columns }, moved: held < 0 ? null : held };
}

/** What a changed column says to the person, e.g. "Subject is left out now: the title comes from one column." */
export function movedSentence(
  columns: readonly ColumnPreview[],
  moved: number | null,
  target: Target,
): string {
  if (moved === null) return '';
  const name = columns[moved]?.name ?? `Column ${moved + 1}`;
  return `${name} is left out now: ${targetLabel(target)} comes from one column.`;
}

/** True where a column holds dates, so that the order of day and month matters. */
export function isDate(target: Target): boolean {
  return target === 'happened_at' || target === 'updated_at' || target === 'resolved_at';
}

/** Rows that will be stored. */
export function readyRows(preview: Pick<ImportPreview, 'clean' | 'noted'>): number {
  return preview.clean + preview.noted;
}

/** "2,140 rows, 8 columns, UTF-8, comma". */
export function shapeOf(preview: ImportPreview): string {
  const parts = [
    count(preview.rows, 'row'),
    count(preview.columns.length, 'column'),
    preview.encoding,
    preview.delimiter ?? preview.format.toUpperCase(),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** "2 will be left out, 3 need a look. Nothing has been written yet." */
export function outlook(preview: Pick<ImportPreview, 'left_out' | 'noted'>): string {
  const parts: string[] = [];
  if (preview.left_out > 0) parts.push(`${number(preview.left_out)} will be left out`);
  if (preview.noted > 0)
    parts.push(`${number(preview.noted)} ${preview.noted === 1 ? 'needs' : 'need'} a look`);
  const first = parts.length > 0 ? `${parts.join(', ')}. ` : '';
  return `${first}Nothing has been written yet.`;
}
