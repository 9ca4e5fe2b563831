import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { ReleaseNotes, UpcomingList, UpcomingRow } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import { toasts } from '../../../state/toast.svelte';
import Upcoming from './Upcoming.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const NOW = Date.UTC(2026, 10, 21, 9);
const row = (id: number, title: string, more: Partial<UpcomingRow> = {}): UpcomingRow => ({
  opportunity: { id, label: `OPP-${id}`, title },
  service: 'billing',
  stage: 'planned',
  status: 'To do',
  item: `#${id}`,
  expected: null,
  released_at: null,
  change: '',
  ...more,
});
const list: UpcomingList = {
  workspace: 'Calder Commerce',
  rows: [
    row(2, 'Fast invoice list', { stage: 'in_test', expected: '2026-12-02', change: 'was in sprint' }),
    row(5, 'Quote approval'),
  ],
  issued_at: NOW - 86_400_000,
  issued_by: 'Maya',
  left: [row(9, 'Dark templates', { change: 'isn’t planned any more' })],
  changed: 2,
};
const notes: ReleaseNotes = {
  workspace: 'Calder Commerce',
  from: '2026-10-22',
  to: '2026-11-21',
  delivered: 1,
  services: [
    {
      service: 'billing',
      notes: [
        {
          opportunity: { id: 7, label: 'OPP-7', title: 'Keep month-end sync running' },
          delivered_at: NOW,
          people: 19,
          item: '#8841',
        },
      ],
    },
  ],
};

const keys = keyboard((id) => bindingsOf(id, {}));
beforeEach(() => {
  session.now = NOW;
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string) => {
    if (name === 'upcoming') return list;
    if (name === 'release_notes') return notes;
    return { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null };
  });
  place.reset({ screen: 'backlog' });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  toasts.close();
});
const calls = (name: string) =>
  ipc.call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

test('the list says stage, date and what changed since it was given out', async () => {
  render(Upcoming);
  await screen.findByRole('grid');
  expect(screen.getByText(/2 changed since the list of/)).toBeTruthy();
  const first = screen.getByRole('row', { selected: true }).textContent ?? '';
  expect(first).toMatch(/Fast invoice list.*In test.*2 Dec 2026|Dec 2, 2026/s);
  expect(first).toContain('was in sprint');
  expect(
    within(screen.getByRole('region', { name: 'Not planned any more' })).getByText(/Dark templates/),
  ).toBeTruthy();
  expect(await barriers()).toEqual([]);
  await press('j');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'opportunity', id: 5 });
});

test('giving it out is a decision', async () => {
  render(Upcoming);
  await screen.findByRole('grid');
  await fireEvent.click(screen.getByRole('button', { name: 'Note as given out' }));
  await waitFor(() => expect(calls('issue_upcoming')).toEqual([{}]));
});

test('release notes of a range of days tell how many asked', async () => {
  render(Upcoming);
  await screen.findByRole('grid');
  await fireEvent.click(screen.getByRole('radio', { name: 'Release notes' }));
  const group = within(await screen.findByRole('region', { name: 'billing' }));
  expect(group.getByText(/19 people asked for it/)).toBeTruthy();
  expect(calls('release_notes')).toEqual([{ from: '2026-10-22', to: '2026-11-21' }]);
  await fireEvent.input(screen.getByLabelText('From'), { target: { value: '2026-11-01' } });
  await waitFor(() =>
    expect(calls('release_notes').at(-1)).toEqual({ from: '2026-11-01', to: '2026-11-21' }),
  );
  expect(await barriers()).toEqual([]);
});
