import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SignalDetail, SignalQuery, SignalRow, StepDone } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { toasts } from '../../state/toast.svelte';
import Inbox from './Inbox.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn(), signalIds: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const titles = ['Cart never finishes', 'Login loops', 'Logo is blurry', 'Export is slow'];
let rows: SignalRow[];
let suggested: boolean;
const keys = keyboard((id) => bindingsOf(id, {}));

beforeEach(() => {
  suggested = false;
  ipc.call.mockReset();
  rows = titles.map(
    (title, i) =>
      ({
        id: i + 1,
        kind: 'ticket',
        title,
        service: null,
        customer: null,
        revenue: null,
        severity: null,
        status: 'open',
        happened_at: Date.now() - i * 60_000,
        unread: true,
        state: 'inbox',
        snoozed_until: null,
        decline_reason: null,
        opportunity: null,
        theme: null,
      }) satisfies SignalRow,
  );
  ipc.signalIds.mockImplementation(async ({ text }: SignalQuery) =>
    Uint32Array.from(
      inbox()
        .filter((row) => row.title.toLowerCase().includes(text))
        .map((row) => row.id),
    ),
  );
  ipc.call.mockImplementation(async (name: string, args: Record<string, unknown>) => answer(name, args));
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  toasts.close();
});

const inbox = () => rows.filter((row) => row.state === 'inbox');

function answer(name: string, args: Record<string, unknown>): unknown {
  const ids = (args.ids as number[] | undefined) ?? [];
  const chosen = rows.filter((row) => ids.includes(row.id));
  const step = (state: SignalRow['state'], verb: string): StepDone => {
    for (const row of chosen) row.state = state;
    const what = chosen.length === 1 ? `"${chosen[0]?.title}"` : `${chosen.length} signals`;
    return { step: 1, message: `${verb} ${what}`, changed: chosen.length, left_out: [], opportunity: null };
  };
  switch (name) {
    case 'signal_rows':
      return chosen.map((row) => ({ ...row }));
    case 'signal':
      return detail(rows.find((row) => row.id === args.id));
    case 'facets':
      return {
        total: 0,
        kinds: [],
        severities: [],
        states: [],
        services: [],
        products: [],
        customers: [],
        connections: [],
        themes: [],
      };
    case 'opportunities':
      return { rows: [], hidden: 0, draws: 0, seed: 1, reach_unit: '' };
    case 'accept':
      return step('accepted', 'Linked');
    case 'decline':
      return step('declined', 'Declined');
    case 'snooze':
      return step('snoozed', 'Snoozed');
    case 'mark_seen':
      return null;
    case 'highlights':
      return [];
    default:
      throw new Error(name);
  }
}

function detail(row: SignalRow | undefined): SignalDetail {
  if (!row) throw new Error('no such signal');
  const opportunity = { id: 31, label: 'OPP-31', title: 'Let large carts check out' };
  return {
    row: { ...row },
    external_id: `T-${row.id}`,
    url: null,
    body: 'First.\n\nSecond.',
    connection: 'Desk',
    vendor: 'Desk',
    updated_at: 0,
    resolved_at: null,
    reporter: null,
    customer: null,
    facts: [],
    timeline: [],
    suggestion: suggested ? { opportunity, score: 0.86, reasons: ['Says "cart"'] } : null,
    similar: [],
    evidence_for: [],
    merged: [],
    merged_into: null,
  };
}

async function open() {
  render(Inbox, { split: 'inbox', signal: null });
  await screen.findByRole('heading', { name: titles[0] });
}

const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });
const active = () => document.querySelector('.row.active .title')?.textContent;
const options = () => shown().map((one) => one.querySelector('.title')?.textContent);
const shown = () => within(screen.getByRole('listbox')).getAllByRole('option');
const calls = (name: string) =>
  ipc.call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);

test('J and K move, the reader follows', async () => {
  await open();
  await press('j');
  await screen.findByRole('heading', { name: titles[1] });
  expect(await screen.findByText('Second.')).toBeTruthy();
  await press('k');
  expect(active()).toBe(titles[0]);
});

test('the list says its place and size to a screen reader', async () => {
  await open();
  const first = shown()[0];
  expect(first?.getAttribute('aria-posinset')).toBe('1');
  expect(first?.getAttribute('aria-setsize')).toBe('4');
  expect(screen.getByRole('listbox').getAttribute('aria-activedescendant')).toBe(first?.id);
});

test('1 takes the suggestion, says so, and goes on to the next', async () => {
  suggested = true;
  await open();
  await screen.findByLabelText('Suggestion');
  await press('1');
  await waitFor(() => expect(active()).toBe(titles[1]));
  expect(calls('accept')).toEqual([{ ids: [1], into: { type: 'existing', opportunity: 31 }, importance: 1 }]);
  expect(toasts.shown?.text).toBe('Linked "Cart never finishes"');
  expect(toasts.shown?.action?.title).toBe('Undo');
});

test('1 without a suggestion offers a new opportunity with the signal’s title', async () => {
  await open();
  await press('1');
  const field = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Opportunity' });
  expect(field.value).toBe(titles[0]);
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(calls('accept')).toEqual([{ ids: [1], into: { type: 'new', title: titles[0] }, importance: 1 }]),
  );
  await waitFor(() => expect(options()).toEqual(titles.slice(1)));
});

test('3 asks for a reason; its digit declines', async () => {
  await open();
  await press('j');
  await press('3');
  await screen.findByText(/Why decline "Login loops"/);
  await press('2');
  await waitFor(() => expect(calls('decline')).toEqual([{ ids: [2], reason: 'already_fixed', note: '' }]));
  await waitFor(() => expect(active()).toBe(titles[2]));
});

test('several are decided in one step', async () => {
  await open();
  await press('x');
  await press('J', { shiftKey: true });
  await screen.findByRole('heading', { name: '2 selected' });
  await press('h');
  await screen.findByText('Snooze 2 signals until');
  await press('1');
  await waitFor(() => expect(options()).toEqual(titles.slice(2)));
  expect(calls('snooze')[0].ids).toEqual([1, 2]);
});

test('Escape clears a selection before anything else', async () => {
  await open();
  await press('x');
  await screen.findByRole('heading', { name: '1 selected' });
  await press('Escape');
  await screen.findByRole('heading', { name: titles[0] });
});

test('the search narrows while one types, and Enter goes on to the list', async () => {
  await open();
  await press('/');
  const field = screen.getByRole('textbox', { name: 'Search this list' });
  expect(document.activeElement).toBe(field);
  await fireEvent.input(field, { target: { value: 'slow' } });
  await waitFor(() => expect(options()).toEqual([titles[3]]));
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(document.activeElement).toBe(screen.getByRole('listbox'));
});

test('nothing found says so and offers the way back', async () => {
  await open();
  await fireEvent.input(screen.getByRole('textbox', { name: 'Search this list' }), {
    target: { value: 'zzz' },
  });
  await screen.findByText('Nothing matches');
  await fireEvent.click(screen.getByRole('button', { name: 'Clear search and filters' }));
  await waitFor(() => expect(options()).toHaveLength(4));
});

test('when all is decided the list says what comes next', async () => {
  for (const row of rows) row.state = 'accepted';
  render(Inbox, { split: 'inbox', signal: null });
  await screen.findByText(/No signals yet|All triaged/);
});

test('a signal looked at for a moment is read; one rushed past is not', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  await open();
  await press('j');
  await vi.advanceTimersByTimeAsync(700);
  vi.useRealTimers();
  await waitFor(() => expect(calls('mark_seen')).toEqual([{ ids: [2], seen: true }]));
});

test('a step that fails changes nothing and says why', async () => {
  suggested = true;
  await open();
  await screen.findByLabelText('Suggestion');
  ipc.call.mockImplementation(async (name: string, args: Record<string, unknown>) => {
    if (name === 'accept')
      throw { kind: 'busy', what: 'The file is in use.', kept: '', todo: 'Close it there.' };
    return answer(name, args);
  });
  await press('1');
  await waitFor(() => expect(toasts.shown?.tone).toBe('problem'));
  expect(active()).toBe(titles[0]);
});

test('verbs stand in the bar with their keys', async () => {
  await open();
  const bar = within(screen.getByRole('toolbar'));
  expect(bar.getByRole('button', { name: /Decline/ }).getAttribute('aria-keyshortcuts')).toBe('3');
  await fireEvent.click(bar.getByRole('button', { name: /Snooze/ }));
  await screen.findByText(/Snooze "Cart never finishes" until/);
});
