import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { ListAnswer, SignalDetail, SignalQuery, SignalRow, StepDone, VerbPreview } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { toasts } from '../../state/toast.svelte';
import Inbox from './Inbox.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn(), signalList: vi.fn(), openUrl: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const titles = ['Cart never finishes', 'Login loops', 'Logo is blurry', 'Export is slow'];
let rows: SignalRow[];
let suggested: boolean;
let similar: SignalRow[];
let merged: SignalRow[];
let url: string | null;
const keys = keyboard((id) => bindingsOf(id, {}));

beforeEach(() => {
  suggested = false;
  similar = [];
  merged = [];
  url = null;
  ipc.openUrl.mockReset().mockResolvedValue(undefined);
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
  ipc.signalList.mockReset();
  ipc.signalList.mockImplementation(async ({ text }: SignalQuery) => listOf(text));
  ipc.call.mockImplementation(async (name: string, args: Record<string, unknown>) => answer(name, args));
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  toasts.close();
});

function listOf(text: string): ListAnswer {
  const found = inbox().filter((row) => row.title.toLowerCase().includes(text));
  return {
    ids: Uint32Array.from(found.map((row) => row.id)),
    rows: found.map((row) => ({ ...row })),
    kinds: [['ticket', found.length]],
  };
}

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
    case 'unmerge':
      return step('inbox', 'Took out');
    case 'suggest_pair':
      similar = [];
      return step('inbox', 'Not suggested again:');
    case 'draft_reply':
      return { text: 'Hello Rosa, no.', people: 1, first: 'Rosa' };
    case 'inbox_zero':
      return { accepted: 2, merged: 0, declined: 1, snoozed: 0, next_back: null, waiting: 1, unscored: 3 };
    case 'preview_verb':
      return preview(chosen);
    case 'mark_seen':
      return null;
    case 'highlights':
      return [];
    default:
      throw new Error(name);
  }
}

/** As the engine judges a decline: an open incident stays. */
function preview(chosen: SignalRow[]): VerbPreview {
  const stays = chosen.filter((row) => row.kind === 'incident');
  return {
    taken: chosen.length - stays.length,
    kinds: [['ticket', chosen.length - stays.length]],
    customers: 1,
    revenue: 184_000,
    people: 1,
    evidence: 0,
    left_out: stays.map(({ id, title }) => ({ id, title, reason: "An open incident can't be declined" })),
  };
}

function detail(row: SignalRow | undefined): SignalDetail {
  if (!row) throw new Error('no such signal');
  const opportunity = { id: 31, label: 'OPP-31', title: 'Let large carts check out' };
  return {
    row: { ...row },
    external_id: `T-${row.id}`,
    url,
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
    similar: similar.map((other) => ({ row: other, score: 0.9, shared: ['cart'] })),
    evidence_for: [],
    merged,
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
  await waitFor(() =>
    expect(calls('decline')).toEqual([{ ids: [2], reason: 'already_fixed', note: '', reply: null }]),
  );
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

test('a letter of a search is one question; counts and the text follow once the typing rests', async () => {
  await open();
  await screen.findByText('Second.');
  await waitFor(() => expect(calls('facets')).toHaveLength(1));
  await press('/');
  const field = screen.getByRole('textbox', { name: 'Search this list' });
  const before = ['facets', 'signal', 'signal_rows'].map((name) => calls(name).length);
  ipc.signalList.mockClear();
  await fireEvent.input(field, { target: { value: 'log' } });
  await waitFor(() => expect(options()).toEqual(titles.slice(1, 3)));
  await fireEvent.input(field, { target: { value: 'logi' } });
  await waitFor(() => expect(options()).toEqual([titles[1]]));
  expect(ipc.signalList.mock.calls.map(([{ text }]) => text)).toEqual(['log', 'logi']);
  expect(['facets', 'signal', 'signal_rows'].map((name) => calls(name).length)).toEqual(before);
  expect(screen.getByRole('tab', { name: /All/ }).textContent).toContain('1');
  await screen.findByRole('heading', { name: titles[1] });
  await waitFor(() => expect(calls('facets').at(-1)?.query.text).toBe('logi'));
  expect(calls('signal_rows').length).toBe(before[2]);
});

test('what an older text finds never takes the place of what the newer one finds', async () => {
  await open();
  const field = screen.getByRole('textbox', { name: 'Search this list' });
  let late: (answer: ListAnswer) => void = () => {};
  ipc.signalList.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  await fireEvent.input(field, { target: { value: 'lo' } });
  await fireEvent.input(field, { target: { value: 'slow' } });
  await waitFor(() => expect(options()).toEqual([titles[3]]));
  late(listOf('lo'));
  await tick();
  expect(options()).toEqual([titles[3]]);
  expect(screen.getByRole('tab', { name: /All/ }).textContent).toContain('1');
});

test('a list of only the newest says so, and counts nothing that it doesn’t know', async () => {
  await open();
  const field = screen.getByRole('textbox', { name: 'Search this list' });
  ipc.signalList.mockImplementation(async ({ text }: SignalQuery) => ({ ...listOf(text), newest: 50_000 }));
  await fireEvent.input(field, { target: { value: 'lo' } });
  await screen.findByText('3 shown, of the newest 50,000');
  expect(screen.getByText('3+')).toBeTruthy();
  expect(screen.getByRole('tab', { name: /All/ }).textContent).not.toMatch(/\d/);
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

test('H, then digits: until three more signals of the theme came', async () => {
  const first = rows[0];
  if (first) first.theme = { id: 7, title: 'Large carts' };
  await open();
  await press('h');
  await screen.findByText(/Snooze "Cart never finishes" until/);
  await press('5');
  await screen.findByText('Snooze "Cart never finishes" until "Large carts" gets');
  await press('2');
  await waitFor(() =>
    expect(calls('snooze')).toEqual([{ ids: [1], until: { type: 'more_signals', count: 3 } }]),
  );
});

test('a signal in no theme says why it can wait for no more signals', async () => {
  await open();
  await press('h');
  const choice = await screen.findByRole('button', { name: /More signals come/ });
  expect(choice.getAttribute('aria-disabled')).toBe('true');
  expect(choice.textContent).toContain('It is in no theme');
  await press('5');
  expect(screen.queryByText(/gets/)).toBeNull();
});

test('H can wait for a change that is searched for', async () => {
  await open();
  await press('h');
  await screen.findByText(/Snooze "Cart never finishes" until/);
  await press('6');
  const field = await screen.findByRole('combobox', { name: 'Change or deployment' });
  await within(screen.getByRole('dialog')).findByRole('option', { name: /Login loops/ });
  expect(ipc.signalList.mock.calls.at(-1)?.[0].kinds).toEqual(['change', 'deployment']);
  await fireEvent.keyDown(field, { key: 'ArrowDown' });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(calls('snooze')).toEqual([{ ids: [1], until: { type: 'deployed', change: 2 } }]),
  );
});

test('a decline can keep a draft of a reply', async () => {
  await open();
  await press('3');
  await screen.findByText(/One reason is needed/);
  await press('6');
  await screen.findByText(/begins the draft of a reply/);
  await press('3');
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Draft to Rosa' });
  expect(field.value).toBe('Hello Rosa, no.');
  await fireEvent.input(field, { target: { value: 'Hello Rosa, not now.' } });
  await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  await waitFor(() =>
    expect(calls('decline')).toEqual([
      { ids: [1], reason: 'too_rare', note: '', reply: 'Hello Rosa, not now.' },
    ]),
  );
});

test('the preview of several is the engine’s own, and what stays can be taken out of it', async () => {
  const second = rows[1];
  if (second) second.kind = 'incident';
  await open();
  await press('x');
  await press('J', { shiftKey: true });
  await screen.findByText('If you decline them');
  await screen.findByText("An open incident can't be declined");
  expect(calls('preview_verb').at(-1)).toEqual({ ids: [1, 2], verb: { type: 'decline' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Leave out Login loops' }));
  await screen.findByRole('heading', { name: '1 selected' });
  await waitFor(() => expect(calls('preview_verb').at(-1)?.ids).toEqual([1]));
  await press('h');
  await screen.findByText('If you snooze them');
});

test('O opens the signal in its own tool, where it has a page', async () => {
  await open();
  await screen.findByText('Second.');
  await press('o');
  expect(ipc.openUrl).not.toHaveBeenCalled();
  url = 'https://desk.example/T-2';
  await press('j');
  await screen.findByRole('button', { name: 'Open in Desk (O)' });
  await press('o');
  expect(ipc.openUrl.mock.calls).toEqual([[url]]);
});

test('S takes a merged signal out again', async () => {
  merged = [rows[2], rows[3]].flatMap((row) => (row ? [row] : []));
  await open();
  await screen.findByText('Merged into this');
  await press('s');
  await screen.findByText(/Take out of "Cart never finishes"/);
  await press('2');
  await waitFor(() => expect(calls('unmerge')).toEqual([{ ids: [4] }]));
});

test('W swaps the sides of a merge, Shift+U never suggests the pair again', async () => {
  similar = rows.slice(1, 2);
  await open();
  await press('2');
  const dialog = within(await screen.findByRole('dialog'));
  await dialog.findByRole('option', { name: /Login loops/ });
  await fireEvent.keyDown(dialog.getByRole('combobox'), { key: 'Enter' });
  const stays = await screen.findByRole('region', { name: 'Stays' });
  expect(stays.textContent).toContain('Login loops');
  await press('w');
  await waitFor(() => expect(screen.getByRole('region', { name: 'Stays' }).textContent).toContain('Cart'));
  await press('U', { shiftKey: true });
  await waitFor(() => expect(calls('suggest_pair')).toEqual([{ one: 1, other: 2, suggest: false }]));
  await screen.findByText('Pick the one that says the same thing.');
});

test('an old one says so, one that woke says why', async () => {
  const [first, second, third] = rows;
  const day = 86_400_000;
  if (first) first.back = '3 more signals came to “Large carts”';
  if (second) second.happened_at = Date.now() - 9.5 * day;
  if (third) third.happened_at = Date.now() - 45.5 * day;
  await open();
  await screen.findAllByText('3 more signals came to “Large carts”.', { exact: false });
  const names = shown().map((one) => one.textContent);
  expect(names[0]).toContain('Back: 3 more signals came to “Large carts”');
  expect(names[1]).toContain('Not answered yet');
  const ages = shown().map((one) => one.querySelector('.age')?.textContent?.replace('\u00a0', ' ').trim());
  expect(ages.slice(1, 3)).toEqual(['9 d', '45 d']);
});

test('a row is named by what it shows: kind, title, who, severity, age', async () => {
  Object.assign(rows[1]!, { customer: 'Kestrel Mobility', severity: 'high' });
  await open();
  await screen.findByRole('option', {
    name: /^Unread\. Ticket\. Login loops ?\. Kestrel Mobility ?\. High\. 1 minute ago\.$/,
  });
  expect(await barriers()).toEqual([]);
});
