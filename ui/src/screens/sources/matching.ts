/** A mapping by the names of fields, as a connection keeps it, and by the places of columns, as a preview shows it. */
import type { ColumnPreview, FieldMapping, Mapping, Target } from '../../ipc';

/** What the connection keeps of `mapping`. */
export function byName(mapping: Mapping, columns: readonly ColumnPreview[]): FieldMapping {
  const fields: FieldMapping['fields'] = {};
  mapping.columns.forEach((target, at) => {
    const name = columns[at]?.name;
    if (target !== 'leave_out' && name !== undefined) fields[target] = name;
  });
  const { kind, date_order, decimal_comma, severities } = mapping;
  return { fields, kind, date_order, decimal_comma, severities };
}

/** `kept` for these columns; what it doesn't say stays as in `proposal`. Null when it can't be read. */
export function byPlace(kept: string, proposal: Mapping, columns: readonly ColumnPreview[]): Mapping | null {
  const read = parse(kept);
  if (read === null) return null;
  const { fields, ...rest } = read;
  const named = Object.entries(fields ?? {}) as [Target, string][];
  const target = ({ name }: ColumnPreview): Target =>
    named.find(([, field]) => field === name)?.[0] ?? 'leave_out';
  return { ...proposal, ...rest, columns: columns.map(target) };
}

function parse(kept: string): Partial<FieldMapping> | null {
  try {
    const read: unknown = JSON.parse(kept);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}
