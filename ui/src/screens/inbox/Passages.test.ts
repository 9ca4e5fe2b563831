import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HighlightTarget, HighlightView, Passage, SignalDetail } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { toasts } from '../../state/toast.svelte';
import Passages from './Passages.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const BODY = 'It spins all day. We split it by hand.\r\n\r\nThat costs an hour.';
const SPLIT = 'We split it by hand.';
const large = { id: 31, label: 'OPP-31', title: 'Let large carts check out' };
const once = { id: 34, label: 'OPP-34', title: 'One charge per order' };
const keys = keyboard((id) => bindingsOf(id, {}));
let highlights: HighlightView[];

beforeEach(() => {
  highlights = [];
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string, args: Record<string, unknown>) => answer(name, args));
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  document.getSelection()?.removeAllRanges();
  toasts.close();
  cleanup();
});

function answer(name: string, args: Record<string, unknown>): unknown {
  const done = { step: 1, message: name, changed: 1, left_out: [], opportunity: null };
  switch (name) {
    case 'highlights':
      return structuredClone(highlights);
    case 'opportunities': {
      const row = (of: typeof large) => ({
        ...of,
        stage: 'captured',
        evidence: { operations: 0, changes: 0, voices: 3 },
      });
      return { rows: [row(once), row(large)], hidden: 0, draws: 0, seed: 1, reach_unit: '' };
    }
    case 'highlight': {
      const { start, quote } = args.passage as Passage;
      const targets = args.targets as HighlightTarget[];
      highlights.push({ ...highlight(`h${highlights.length}`, quote, targets[0]?.importance ?? 1), start });
      return done;
    }
    case 'set_highlight':
      highlights = highlights.flatMap((one) => {
        if (one.uid !== args.uid) return [one];
        if (args.importance === null) return [];
        return [{ ...one, evidence_for: [{ opportunity: large, importance: args.importance as number }] }];
      });
      return done;
    case 'remove_highlight':
      highlights = highlights.filter((one) => one.uid !== args.uid);
      return done;
    default:
      throw new Error(name);
  }
}

function highlight(uid: string, quote: string, importance = 2): HighlightView {
  const start = BODY.indexOf(quote);
  return {
    uid,
    quote,
    start: start < 0 ? null : start,
    evidence_for: [{ opportunity: large, importance }],
    made_at: 0,
    made_by: 'Maya',
  };
}

async function open(state: SignalDetail['row']['state'] = 'inbox', query = '') {
  const detail = {
    row: { id: 7, state, title: 'Cart' },
    body: BODY,
    suggestion: { opportunity: large, score: 0.9, reasons: [] },
    evidence_for: [],
  } as unknown as SignalDetail;
  render(Passages, { detail, query, behind: false });
  await waitFor(() => expect(calls('highlights')).toHaveLength(1));
}

const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });
const calls = (name: string) =>
  ipc.call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);
const marked = () => [...document.querySelectorAll('.mark')].map((one) => one.textContent);
const pending = () =>
  [...document.querySelectorAll('.pending')]
    .map((one) => one.textContent)
    .join('')
    .trim();

function select(words: string) {
  const run = [...document.querySelectorAll('.run')].find((one) => one.textContent?.includes(words));
  const text = run?.firstChild;
  if (!text?.textContent) throw new Error(words);
  const from = text.textContent.indexOf(words);
  document.getSelection()?.setBaseAndExtent(text, from, text, from + words.length);
  document.dispatchEvent(new Event('selectionchange'));
}

test('earlier marks stand in the text; one whose words are gone says so', async () => {
  highlights = [highlight('a', SPLIT), highlight('b', 'it by hand.'), highlight('c', 'It is slow.')];
  await open('inbox', 'SPLIT');
  await waitFor(() => expect(marked()).toEqual(['We ', 'split', ' ', 'it by hand.']));
  expect(document.querySelector('.mark.hit')?.textContent).toBe('split');
  const buttons = screen.getAllByRole('button', { name: /We|it by hand/ });
  expect(buttons.map((one) => one.tabIndex)).toEqual([0, 0]);
  const gone = screen.getByRole('button', { name: /The text changed since this was marked/ });
  expect(gone.textContent).toContain('It is slow.');
});

test('what is selected becomes evidence of the suggested opportunity', async () => {
  await open();
  select('split it');
  await fireEvent.click((await screen.findAllByRole('button', { name: /Mark a passage/ }))[0]!);
  const field = await screen.findByRole('combobox', { name: 'Evidence for which opportunity' });
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
  expect(screen.getAllByRole('option')[0]?.textContent).toContain('OPP-31');
  await fireEvent.keyDown(field, { key: 'Enter' });
  await screen.findByRole('radiogroup', { name: 'Importance for OPP-31' });
  await waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('radio'));
  await press('3');
  await press('Enter');
  await waitFor(() => expect(marked()).toEqual(['split it']));
  expect(calls('highlight')).toEqual([
    {
      signal: 7,
      passage: { start: BODY.indexOf('split it'), quote: 'split it' },
      targets: [{ into: { type: 'existing', opportunity: 31 }, importance: 3 }],
    },
  ]);
});

test('by keys alone: Q, sentence by sentence, Enter; for two opportunities, one of them new', async () => {
  await open();
  await press('q');
  await waitFor(() => expect(pending()).toBe('It spins all day.'));
  await press('j');
  await waitFor(() => expect(pending()).toBe(SPLIT));
  await press('J', { shiftKey: true });
  await waitFor(() => expect(pending()).toContain('That costs an hour.'));
  await press('K', { shiftKey: true });
  await waitFor(() => expect(pending()).toBe(SPLIT));
  await press('Enter');
  await fireEvent.keyDown(await screen.findByRole('combobox'), { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('button', { name: 'One more opportunity' }));
  const again = await screen.findByRole('combobox');
  await fireEvent.input(again, { target: { value: 'Split orders' } });
  await waitFor(() => expect(screen.getByText('New opportunity "Split orders"')).toBeTruthy());
  await fireEvent.click(screen.getByText('New opportunity "Split orders"'));
  await fireEvent.click(await screen.findByRole('button', { name: /Mark as evidence/ }));
  await waitFor(() => expect(marked()).toEqual([SPLIT]));
  const [sent] = calls('highlight');
  expect(sent.passage).toEqual({ start: BODY.indexOf(SPLIT), quote: SPLIT });
  expect(sent.targets).toEqual([
    { into: { type: 'existing', opportunity: 31 }, importance: 1 },
    { into: { type: 'new', title: 'Split orders' }, importance: 1 },
  ]);
});

test('Escape leaves the sentences, and the keys of the list are free again', async () => {
  await open();
  await press('q');
  await waitFor(() => expect(pending()).not.toBe(''));
  await press('Escape');
  await waitFor(() => expect(pending()).toBe(''));
  expect(calls('highlight')).toEqual([]);
});

test('a mark says what it is evidence for, and can be weighed and removed', async () => {
  highlights = [highlight('a', SPLIT)];
  await open();
  const mark = await screen.findByRole('button', { name: SPLIT });
  mark.focus();
  expect(await screen.findByText(/OPP-31 Let large carts check out, importance 2/)).toBeTruthy();
  await press('Enter');
  const card = within(await screen.findByRole('dialog', { name: 'What it is evidence for' }));
  await fireEvent.click(card.getByRole('radio', { name: /^3/ }));
  await waitFor(() => expect(calls('set_highlight')).toEqual([{ uid: 'a', opportunity: 31, importance: 3 }]));
  await fireEvent.click(card.getByRole('button', { name: 'Remove the mark' }));
  await waitFor(() => expect(marked()).toEqual([]));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a merged signal takes no marks', async () => {
  await open('merged');
  await press('q');
  expect(pending()).toBe('');
  expect(screen.queryByRole('button', { name: /Mark a passage/ })).toBeNull();
});
