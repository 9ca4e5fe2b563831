import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { ListAnswer, SignalQuery } from '../../ipc';
import { addLayer } from '../../state/commands.svelte';
import Inbox from './Inbox.svelte';
import { listOf, titles } from './sample/engine';
import { beginAnew, callsOf, open, options, press } from './sample/page';

const ipc = vi.hoisted(() => ({ call: vi.fn(), signalList: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));
beginAnew(ipc);
afterEach(() => vi.useRealTimers());

const field = () => screen.getByRole('textbox', { name: 'Search this list' });
const type = (value: string) => fireEvent.input(field(), { target: { value } });
const calls = callsOf(ipc.call);

test('the search narrows while one types, and Enter goes on to the list', async () => {
  await open();
  await press('/');
  expect(document.activeElement).toBe(field());
  await type('slow');
  await waitFor(() => expect(options()).toEqual([titles[3]]));
  await fireEvent.keyDown(field(), { key: 'Enter' });
  expect(document.activeElement).toBe(screen.getByRole('listbox'));
});

test('a letter of a search is one question; counts and the text follow once the typing rests', async () => {
  await open();
  await screen.findByText('Second.');
  await waitFor(() => expect(calls('facets')).toHaveLength(1));
  await press('/');
  const before = ['facets', 'signal', 'signal_rows'].map((name) => calls(name).length);
  ipc.signalList.mockClear();
  await type('log');
  await waitFor(() => expect(options()).toEqual(titles.slice(1, 3)));
  await type('logi');
  await waitFor(() => expect(options()).toEqual([titles[1]]));
  expect(ipc.signalList.mock.calls.map(([{ text }]) => text)).toEqual(['log', 'logi']);
  expect(['facets', 'signal', 'signal_rows'].map((name) => calls(name).length)).toEqual(before);
  await screen.findByRole('heading', { name: titles[1] });
  await waitFor(() => expect(screen.getByRole('tab', { name: /All/ }).textContent).toContain('1'));
  await waitFor(() => expect(calls('facets').at(-1)?.query.text).toBe('logi'));
  expect(calls('signal_rows').length).toBe(before[2]);
});

test('what is found takes the places of what stood there: no row is built anew', async () => {
  await open();
  const rows = () => [...screen.getByRole('listbox').querySelectorAll('[role="option"]')];
  const before = rows();
  await type('log');
  await waitFor(() => expect(options()).toEqual(titles.slice(1, 3)));
  expect(rows().map((row) => before.indexOf(row))).toEqual([0, 1]);
});

test('what an older text finds never takes the place of what the newer one finds', async () => {
  await open();
  let late: (answer: ListAnswer) => void = () => {};
  ipc.signalList.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  await type('lo');
  await type('slow');
  await waitFor(() => expect(options()).toEqual([titles[3]]));
  late(listOf('lo'));
  await tick();
  expect(options()).toEqual([titles[3]]);
  expect(screen.getByRole('tab', { name: /All/ }).textContent).toContain('1');
});

test('a list of only the newest says so, and counts nothing that it doesn’t know', async () => {
  await open();
  ipc.signalList.mockImplementation(async ({ text }: SignalQuery) => ({ ...listOf(text), newest: 50_000 }));
  await type('lo');
  await screen.findByText('3 shown, of the newest 50,000');
  await screen.findByText('3+');
  expect(screen.getByRole('tab', { name: /All/ }).textContent).not.toMatch(/\d/);
});

async function searchForSlow() {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  await open();
  await press('/');
  ipc.call.mockClear();
  await type('slow');
  await waitFor(() => expect(options()).toEqual([titles[3]]));
}

test('what a search finds stays unread until one is at the list and rests there', async () => {
  await searchForSlow();
  await vi.advanceTimersByTimeAsync(2000);
  expect(calls('mark_seen')).toEqual([]);
  await fireEvent.keyDown(field(), { key: 'Enter' });
  await vi.advanceTimersByTimeAsync(700);
  expect(calls('mark_seen')).toEqual([{ ids: [4], seen: true }]);
});

test('what a search finds stays unread while the palette lies over it', async () => {
  await searchForSlow();
  const close = addLayer(() => ({}), { modal: true });
  field().blur();
  await vi.advanceTimersByTimeAsync(2000);
  expect(calls('mark_seen')).toEqual([]);
  close();
  await vi.advanceTimersByTimeAsync(700);
  expect(calls('mark_seen')).toEqual([{ ids: [4], seen: true }]);
});

test('a signal opened from elsewhere is looked at, though the search field keeps the focus', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { rerender } = render(Inbox, { split: 'inbox', signal: null });
  await screen.findByRole('heading', { name: titles[0] });
  await press('/');
  ipc.call.mockClear();
  await rerender({ signal: 2 });
  await screen.findByRole('heading', { name: titles[1] });
  await vi.advanceTimersByTimeAsync(700);
  expect(document.activeElement).toBe(field());
  expect(calls('mark_seen')).toEqual([{ ids: [2], seen: true }]);
});

test('nothing found says so and offers the way back', async () => {
  await open();
  await type('zzz');
  await screen.findByText('Nothing matches');
  await fireEvent.click(screen.getByRole('button', { name: 'Clear search and filters' }));
  await waitFor(() => expect(options()).toHaveLength(4));
});
