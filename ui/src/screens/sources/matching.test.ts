import { expect, test } from 'vitest';
import type { ColumnPreview, Mapping } from '../../ipc';
import { byName, byPlace } from './matching';

const columns = (...names: string[]): ColumnPreview[] =>
  names.map((name) => ({ name, first_values: [], filled: 1 }));
const mapping: Mapping = {
  columns: ['external_id', 'leave_out', 'title'],
  kind: 'incident',
  date_order: 'year_first',
  decimal_comma: false,
  severities: [],
};

test('a mapping is kept by the names of fields', () => {
  const kept = byName(mapping, columns('id', 'extra', 'subject'));
  expect(kept.fields).toEqual({ external_id: 'id', title: 'subject' });
  expect(kept.kind).toBe('incident');
});

test('and holds for columns in another order', () => {
  const kept = JSON.stringify(byName(mapping, columns('id', 'extra', 'subject')));
  const back = byPlace(kept, { ...mapping, kind: 'ticket' }, columns('subject', 'new', 'id'));
  expect(back?.columns).toEqual(['title', 'leave_out', 'external_id']);
  expect(back?.kind).toBe('incident');
});

test.each(['', 'nonsense', '[1]', 'null'])('%j is no mapping', (kept) => {
  expect(byPlace(kept, mapping, columns('id'))).toBeNull();
});
