import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { ImportPreview, Target } from '../../ipc';
import Columns from './Columns.svelte';

afterEach(cleanup);

function preview(columns: Target[]): ImportPreview {
  return {
    rows: 2,
    format: 'csv',
    encoding: 'UTF-8',
    delimiter: 'comma',
    columns: columns.map((_, i) => ({ name: `Column ${i + 1}`, first_values: ['a'], filled: 1 })),
    mapping: { columns, kind: 'ticket', date_order: 'day_first', decimal_comma: false, severities: [] },
  } as unknown as ImportPreview;
}

test('a target taken from another column is said, and the question is asked with the new mapping', async () => {
  const onchange = vi.fn();
  render(Columns, { preview: preview(['title', 'leave_out']), off: null, onchange });
  await fireEvent.change(screen.getByLabelText('What Column 2 becomes'), { target: { value: 'title' } });
  expect(onchange.mock.calls[0]?.[0].columns).toEqual(['leave_out', 'title']);
  expect(screen.getByRole('status').textContent).toBe(
    'Column 1 is left out now: Title comes from one column.',
  );
});

test.each<[Target[], string[], string[]]>([
  [['title', 'body'], [], ['Order of day and month', 'How numbers are written']],
  [['title', 'happened_at'], ['Order of day and month'], ['How numbers are written']],
  [['title', 'revenue'], ['How numbers are written'], ['Order of day and month']],
])('for %j asks only what matters', (columns, there, absent) => {
  render(Columns, { preview: preview(columns), off: null, onchange: vi.fn() });
  for (const label of there) expect(screen.getByLabelText(label)).toBeTruthy();
  for (const label of absent) expect(screen.queryByLabelText(label)).toBeNull();
});
