import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ImportPreview, Mapping } from '../../ipc';
import MatchFields from './MatchFields.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const GUESS: Mapping = {
  columns: ['external_id', 'title'],
  kind: 'ticket',
  date_order: 'year_first',
  decimal_comma: false,
  severities: [],
};
const file = { token: '0'.repeat(32), name: 'incidents.json', bytes: 10 };

function answer(mapping: Mapping | null): ImportPreview {
  const names = ['id', 'subject'];
  return {
    file,
    format: 'json',
    sheets: [],
    encoding: 'UTF-8',
    delimiter: null,
    mapping: mapping ?? GUESS,
    columns: names.map((name) => ({ name, first_values: ['a'], filled: 1 })),
    rows: 1,
    clean: 1,
    noted: 0,
    left_out: 0,
    problems: [],
    first_rows: [],
    already_here: 0,
    blocked: null,
  };
}

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async (_: string, args: { mapping: Mapping | null }) => answer(args.mapping));
});
afterEach(cleanup);

const read = async () => fireEvent.click(screen.getByRole('button', { name: /^Read the first records/ }));
const asked = () => call.mock.calls.map(([, args]) => (args as { mapping: Mapping | null }).mapping);

test('shows what is guessed, and what a person changes', async () => {
  render(MatchFields, { value: '', read: async () => file });
  await read();
  const choice = await screen.findByLabelText<HTMLSelectElement>('What subject becomes');
  await fireEvent.change(choice, { target: { value: 'body' } });
  await waitFor(() => expect(asked()).toHaveLength(2));
  expect(asked()[1]?.columns).toEqual(['external_id', 'body']);
});

test('keeps to the mapping that is there', async () => {
  render(MatchFields, { value: '{"fields":{"title":"id"},"kind":"incident"}', read: async () => file });
  await read();
  await waitFor(() => expect(asked()).toHaveLength(2));
  expect(asked()[1]).toEqual({ ...GUESS, kind: 'incident', columns: ['title', 'leave_out'] });
});

test('asks nobody while the form lacks something', async () => {
  render(MatchFields, { value: '', read: () => null });
  await read();
  expect(call).not.toHaveBeenCalled();
});
