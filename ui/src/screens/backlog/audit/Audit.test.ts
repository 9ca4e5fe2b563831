import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { AuditCounts, AuditDetail, AuditReport, AuditRow, AuditView } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import { toasts } from '../../../state/toast.svelte';
import Audit from './Audit.svelte';
import { ageOf } from './audit';

const ipc = vi.hoisted(() => ({ call: vi.fn(), openUrl: vi.fn() }));
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const NOW = Date.UTC(2026, 10, 21, 9);
const DAY = 86_400_000;
const counts: AuditCounts = {
  open: 412,
  fresh: 188,
  stale: 96,
  none: 128,
  no_data: 0,
  kept: 0,
  duplicates: 37,
  shipped: 19,
  could_go: 163,
  left: 249,
  judged: 412,
  share: 0.31,
  median_age_days: 426,
};
const row = (id: number, title: string, more: Partial<AuditRow> = {}): AuditRow => ({
  id,
  connection_id: 3,
  connection: 'Jira',
  vendor: 'jira',
  label: `CHK-${id}`,
  title,
  url: `https://jira.example/CHK-${id}`,
  status: 'To do',
  category: 'to_do',
  service: 'checkout',
  due_on: null,
  created_at: NOW - id * 100 * DAY,
  updated_at: NOW - 60 * DAY,
  evidence: 'none',
  signals: 0,
  newest: null,
  duplicate_of: null,
  shipped: null,
  kept: null,
  opportunity: null,
  why: 'no signal says it',
  ...more,
});
const gift = row(12, 'Gift cards, phase two');
const cart = row(5, 'Cart with 340 lines', {
  evidence: 'fresh',
  signals: 4,
  why: '4 signals, the newest 12 Nov',
  opportunity: { id: 31, label: 'OPP-31', title: 'Let large carts check out' },
});
const view: AuditView = {
  items: [gift, cart],
  counts,
  trackers: [{ connection: 3, name: 'Jira', vendor: 'jira', read_at: NOW, partial: false, counts }],
  compared_at: NOW,
  sentence: '31 % of 412 open items have no evidence.',
  known: 'Known figure to hold it against: about a third of the backlog creates no value for anyone.',
};
const detail: AuditDetail = {
  row: gift,
  body: 'Vouchers as a present.',
  matches: [
    {
      kind: 'signal',
      about: 'signal desk/T-4',
      id: 4,
      label: 'ticket',
      title: 'Vouchers please',
      at: NOW,
      score: 0.52,
      why: 'says the same: vouchers',
      right: null,
    },
    {
      kind: 'usage',
      about: '',
      id: 0,
      label: '',
      title: 'Gift cards',
      at: null,
      score: null,
      why: 'unused for 210 days',
      right: null,
    },
  ],
};
const report: AuditReport = {
  workspace: 'Calder Commerce',
  at: NOW,
  title: 'Backlog audit',
  lead: '31 % of 412 open items have no evidence. Counting each item once, 163 could be closed or merged, which leaves 249 to choose from.',
  counts,
  trackers: view.trackers,
  ages: [
    { label: 'under 6 months', items: 53 },
    { label: 'over 3 years', items: 75 },
  ],
  ages_in_words: 'Half are older than 14 months. 75 are over a year old.',
  start_with: [gift],
  how_counted: 'An item has evidence when …',
  cannot_see: 'Law, contracts and plain good ideas leave no signal.',
  known: view.known,
  versions: [{ at: NOW, counts }],
};

const keys = keyboard((id) => bindingsOf(id, {}));
let answers: Record<string, unknown>;

beforeEach(() => {
  answers = { backlog_audit: view, audit_item: detail, audit_report: report, opportunities: { rows: [] } };
  session.now = NOW;
  ipc.call.mockReset();
  ipc.openUrl.mockReset();
  ipc.openUrl.mockResolvedValue(undefined);
  ipc.call.mockImplementation(
    async (name: string) =>
      answers[name] ?? { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null },
  );
  place.reset({ screen: 'backlog' });
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  toasts.close();
});

const calls = (name: string) =>
  ipc.call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);
const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });
const selected = () => screen.getByRole('row', { selected: true }).textContent;

async function open() {
  render(Audit);
  await screen.findByRole('grid');
  await screen.findByText('Vouchers please');
}

describe('the list', () => {
  test('says the share with its n, the known figure, and every class in words', async () => {
    await open();
    const summary = within(screen.getByRole('region', { name: 'Waste audit' }));
    expect(summary.getByRole('heading', { name: view.sentence })).toBeTruthy();
    expect(summary.getByText('n = 412')).toBeTruthy();
    expect(summary.getByText(view.known)).toBeTruthy();
    expect(summary.getByRole('img').getAttribute('aria-label')).toMatch(/No evidence 128, 31/);
    expect(summary.getByText(/No signal, ticket or use points at them. Median age 14 months/)).toBeTruthy();
    expect(summary.queryByText(/No data for/)).toBeNull();
    expect(selected()).toMatch(/Gift cards, phase two.*3 y 3 mo.*None.*no signal says it/s);
    expect(await barriers()).toEqual([]);
  });

  test('what has no data looks like no data', async () => {
    answers.backlog_audit = { ...view, counts: { ...counts, no_data: 6 } };
    await open();
    expect(screen.getByText(/No data for 6 items: nothing about their services was read/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'See them' }));
    await waitFor(() => expect(calls('backlog_audit').at(-1)).toEqual({ class: 'no_data' }));
  });

  test('a card and the filter choose a class', async () => {
    await open();
    await fireEvent.click(screen.getByRole('button', { name: 'Compare pairs' }));
    await waitFor(() => expect(calls('backlog_audit').at(-1)).toEqual({ class: 'duplicate' }));
    await press('f');
    await screen.findByText('Which items?');
    await press('4');
    await waitFor(() => expect(calls('backlog_audit').at(-1)).toEqual({ class: 'none' }));
  });

  test('J goes on, Enter opens its opportunity, O its page', async () => {
    await open();
    await press('Enter');
    expect(place.now).toEqual({ screen: 'backlog' });
    await press('j');
    expect(selected()).toContain('Cart with 340 lines');
    await press('o');
    expect(ipc.openUrl).toHaveBeenCalledWith('https://jira.example/CHK-5');
    await press('Enter');
    expect(place.now).toEqual({ screen: 'opportunity', id: 31 });
  });
});

describe('decisions', () => {
  test('3 says that the match is not the same, L that it is right', async () => {
    await open();
    await press('3');
    await waitFor(() =>
      expect(calls('judge_match')).toEqual([{ id: 12, about: 'signal desk/T-4', right: false }]),
    );
    await press('l');
    await waitFor(() => expect(calls('judge_match')).toHaveLength(2));
    expect(calls('judge_match')[1]).toMatchObject({ right: true });
  });

  test('keeping an item needs a reason', async () => {
    await open();
    await press('Y', { shiftKey: true });
    const field = await screen.findByLabelText('Why it stays');
    await fireEvent.click(screen.getByRole('button', { name: /Keep it/ }));
    expect(calls('keep_items')).toEqual([]);
    await fireEvent.input(field, { target: { value: 'must, by law' } });
    await fireEvent.click(screen.getByRole('button', { name: /Keep it/ }));
    await waitFor(() => expect(calls('keep_items')).toEqual([{ ids: [12], reason: 'must, by law' }]));
  });

  test('one that is kept is let go with the same key', async () => {
    answers.backlog_audit = { ...view, items: [{ ...gift, kept: 'must, by law' }] };
    await open();
    await press('Y', { shiftKey: true });
    await waitFor(() => expect(calls('keep_items')).toEqual([{ ids: [12], reason: null }]));
  });

  test('1 makes an opportunity of the item, unless it belongs to one', async () => {
    await open();
    await press('1');
    const field = await screen.findByRole('combobox');
    expect((field as HTMLInputElement).value).toBe('Gift cards, phase two');
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() =>
      expect(calls('accept_item')).toEqual([
        { id: 12, into: { type: 'new', title: 'Gift cards, phase two' }, importance: 1 },
      ]),
    );
  });

  test('the backlogs are read one after the other, and a problem is told', async () => {
    answers.read_backlog = {
      connection: 3,
      read: 100,
      problem: { kind: 'refused', what: 'Jira said no.', kept: '100 items read before are kept.', todo: '' },
      message: '',
    };
    await open();
    await press('S', { shiftKey: true });
    await waitFor(() => expect(calls('read_backlog')).toEqual([{ connection: 3, anew: false }]));
    await waitFor(() =>
      expect(toasts.shown?.text).toBe('Jira: Jira said no. 100 items read before are kept.'),
    );
  });
});

test('everything is read anew with a button, which shows how far it is and can be stopped', async () => {
  let finish: (answer: unknown) => void = () => undefined;
  const plain = ipc.call.getMockImplementation()!;
  ipc.call.mockImplementation((name: string, args: unknown) =>
    name === 'read_backlog' ? new Promise((done) => (finish = done)) : plain(name, args),
  );
  await open();
  await fireEvent.click(screen.getByRole('button', { name: /Read everything anew/ }));
  await waitFor(() => expect(calls('read_backlog')).toEqual([{ connection: 3, anew: true }]));
  expect(screen.getByRole('button', { name: /Read everything anew/ }).getAttribute('aria-disabled')).toBe(
    'true',
  );
  await fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
  expect(calls('cancel')).toEqual([{ id: 3 }]);
  finish({ connection: 3, read: 412, problem: null, message: 'Read 412 items of “Jira”' });
  await waitFor(() => expect(toasts.shown?.text).toBe('Read 412 items of “Jira”'));
  await press('s', { altKey: true });
  await waitFor(() => expect(calls('read_backlog')).toHaveLength(2));
  finish({ connection: 3, read: 0, problem: null, message: 'Read 0 items of “Jira”' });
});

test('the report is a read-only sheet with the way it was counted', async () => {
  await open();
  await press('N', { shiftKey: true });
  const sheet = within(await screen.findByRole('article', { name: 'Backlog audit' }));
  expect(sheet.getByText(report.lead)).toBeTruthy();
  expect(sheet.getByText('How it was counted')).toBeTruthy();
  expect(sheet.getByText(report.ages_in_words)).toBeTruthy();
  expect(sheet.queryByRole('textbox')).toBeNull();
  expect(await barriers()).toEqual([]);
  await press('Escape');
  expect(await screen.findByRole('grid')).toBeTruthy();
});

test('a backlog that was never read says what comes next', async () => {
  const empty = { ...counts, open: 0, judged: 0 };
  answers.backlog_audit = { ...view, items: [], counts: empty, compared_at: null };
  render(Audit);
  expect(await screen.findByText('No backlog was read yet')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: /Read the backlogs now/ }));
  await waitFor(() => expect(calls('read_backlog')).toHaveLength(1));
});

test.each([
  [null, 'not known'],
  [NOW, '0 mo'],
  [NOW - 40 * DAY, '1 mo'],
  [NOW - 366 * DAY, '1 y'],
  [NOW - 1220 * DAY, '3 y 4 mo'],
])('an age is told in years and months', (then, wanted) => {
  expect(ageOf(then, NOW)).toBe(wanted);
});
