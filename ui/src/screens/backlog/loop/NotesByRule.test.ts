import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StatusNotes, StatusNoteView } from '../../../ipc';
import NotesByRule from './NotesByRule.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

function note(id: number, state: StatusNoteView['state'], retry_at: number | null = null): StatusNoteView {
  return {
    id,
    opportunity: { id: 27, label: 'OPP-27', title: 'Keep month-end sync running' },
    signal: 7,
    record: `INC${id}`,
    title: 'Export misses entries',
    connection: 'Desk',
    outcome: 'planned',
    text: 'In the backlog since 14 October 2026 as #8841.',
    state,
    problem:
      state === 'sent'
        ? null
        : { kind: 'refused', what: 'INC1 is closed.', kept: '', todo: 'Open it there.' },
    written_at: state === 'sent' ? 0 : null,
    changed_at: 0,
    retry_at,
    attempts: 1,
  };
}

let notes: StatusNotes;

beforeEach(() => {
  notes = {
    notes: [note(1, 'unclear'), note(2, 'failed', 60_000), note(3, 'sent')],
    found: 3,
    written: 1,
    to_check: 1,
    rules: [{ connection: 4, name: 'Desk', tells: ['planned'] }],
  };
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'status_notes') return notes;
    if (name === 'act_on_status_note') return note(1, 'sent');
    return {
      step: 1,
      message: 'Records of “Desk” are told what is planned and shipped',
      applied: 1,
      left_out: [],
    };
  });
});
afterEach(cleanup);

test('a tick tells the records of that connection one thing more', async () => {
  render(NotesByRule, { onclose: vi.fn() });
  const rule = within(await screen.findByRole('group', { name: 'Desk' }));
  expect(rule.getByRole<HTMLInputElement>('checkbox', { name: 'Planned' }).checked).toBe(true);
  await fireEvent.click(rule.getByRole('checkbox', { name: 'Shipped' }));
  expect(call).toHaveBeenCalledWith('set_status_notes', { connection: 4, tells: ['planned', 'shipped'] });
});

test('what nobody knows of is asked, and what is tried again says when', async () => {
  render(NotesByRule, { onclose: vi.fn() });
  expect(await screen.findByText('1 note written, 1 to check')).toBeTruthy();
  expect(screen.getByText(/It is tried again at/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'It’s there' }));
  await waitFor(() => expect(call).toHaveBeenCalledWith('act_on_status_note', { id: 1, act: 'there' }));
  expect(screen.getAllByRole('button', { name: 'Look there, write if missing' })).toHaveLength(1);
});

test('where nothing takes notes, it says what would', async () => {
  notes = { notes: [], found: 0, written: 0, to_check: 0, rules: [] };
  render(NotesByRule, { onclose: vi.fn() });
  expect(await screen.findByText(/No connection takes notes yet/)).toBeTruthy();
  expect(screen.getByText('No note was written yet')).toBeTruthy();
});
