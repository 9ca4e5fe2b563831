import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import { toasts } from '../../state/toast.svelte';
import Inbox from './Inbox.svelte';
import { answer, engine, titles } from './sample/engine';
import { beginAnew, callsOf, open, options, press, shown } from './sample/page';

const ipc = vi.hoisted(() => ({ call: vi.fn(), signalList: vi.fn(), openUrl: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));
beginAnew(ipc);

const active = () => document.querySelector('.row.active .title')?.textContent;
const calls = callsOf(ipc.call);

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
  engine.suggested = true;
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

test('when all is decided the list says what comes next', async () => {
  for (const row of engine.rows) row.state = 'accepted';
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
  engine.suggested = true;
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
  const first = engine.rows[0];
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
  const second = engine.rows[1];
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
  ipc.openUrl.mockResolvedValue(undefined);
  await open();
  await screen.findByText('Second.');
  await press('o');
  expect(ipc.openUrl).not.toHaveBeenCalled();
  engine.url = 'https://desk.example/T-2';
  await press('j');
  await screen.findByRole('heading', { name: titles[1] });
  await screen.findByRole('button', { name: 'Open in Desk (O)' });
  await press('o');
  expect(ipc.openUrl.mock.calls).toEqual([[engine.url]]);
});

test('S takes a merged signal out again', async () => {
  engine.merged = [engine.rows[2], engine.rows[3]].flatMap((row) => (row ? [row] : []));
  await open();
  await screen.findByText('Merged into this');
  await press('s');
  await screen.findByText(/Take out of "Cart never finishes"/);
  await press('2');
  await waitFor(() => expect(calls('unmerge')).toEqual([{ ids: [4] }]));
});

test('W swaps the sides of a merge, Shift+U never suggests the pair again', async () => {
  engine.similar = engine.rows.slice(1, 2);
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
  const [first, second, third] = engine.rows;
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
  Object.assign(engine.rows[1]!, { customer: 'Kestrel Mobility', severity: 'high' });
  await open();
  await screen.findByRole('option', {
    name: /^Unread\. Ticket\. Login loops ?\. Kestrel Mobility ?\. High\. 1 minute ago\.$/,
  });
  expect(await barriers()).toEqual([]);
});
