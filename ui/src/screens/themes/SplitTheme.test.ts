import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { SplitPart, SplitPreview } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { toasts } from '../../state/toast.svelte';
import { done, signal, theme } from './sample';
import SplitTheme from './SplitTheme.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const keys = keyboard((id) => bindingsOf(id, {}));
const part = (title: string, ids: number[]): SplitPart => ({
  title,
  words: [title.toLowerCase()],
  signals: ids.map((id) => ({ id, fit: 1 - id / 100, other: 0.1 })),
  customers: ids.length,
  at_stake: 1000 * ids.length,
  weeks: [1, 2],
  trend: 'growing',
});
let preview: SplitPreview;

beforeEach(() => {
  preview = {
    parts: [part('Approvals', [1, 2, 3, 30]), part('Safari', [4, 5])],
    apart: 0.78,
    unsure: [{ id: 30, fit: 0.52, other: 0.49 }],
  };
  place.reset({ screen: 'themes', tab: 'all' });
  place.go({ screen: 'splitTheme', id: 9 });
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string, args: { ids?: number[] }) => {
    if (name === 'workspace') return null;
    if (name === 'preview_split') return preview;
    if (name === 'theme') return { row: theme(9, 'Signed out') };
    if (name === 'signal_rows') return (args.ids ?? []).map((id) => signal(id));
    return done(`Did ${name}`);
  });
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
const list = (name: RegExp) => screen.getByRole('listbox', { name });
const inside = (name: RegExp) =>
  within(list(name))
    .queryAllByRole('option')
    .map((one) => /Signal \d+/.exec(one.textContent)?.[0]);

async function open(proposal: number | null = null) {
  render(SplitTheme, { id: 9, proposal });
  await screen.findByText('Signal 5');
}

test('parts with their signals, numbers and words; those that fit both stand apart', async () => {
  await open();
  expect(screen.getByRole('heading', { name: '6 signals, 2 parts' })).toBeTruthy();
  expect(screen.getByText(/The parts are clearly apart: 0.78/)).toBeTruthy();
  expect(inside(/^A, Approvals, 3 signals/)).toEqual(['Signal 1', 'Signal 2', 'Signal 3']);
  expect(inside(/^B, Safari, 2 signals/)).toEqual(['Signal 4', 'Signal 5']);
  expect(inside(/^Not sure, 1 signal/)).toEqual(['Signal 30']);
});

test('→ moves the active signal, the next one is active, and it is said', async () => {
  await open();
  await press('j');
  await press('ArrowRight');
  expect(inside(/^A,/)).toEqual(['Signal 1', 'Signal 3']);
  expect(inside(/^B,/)).toEqual(['Signal 2', 'Signal 4', 'Signal 5']);
  expect(screen.getByRole('status').textContent).toBe('Moved “Signal 2” to B, Safari');
  expect(list(/^A,/).getAttribute('aria-activedescendant')).toBe('part-3');
  await press('ArrowLeft');
  expect(inside(/^A,/)).toHaveLength(2);
});

test('several are moved together; their numbers are counted again', async () => {
  await open();
  await press('x');
  await press('j');
  await press('x');
  await press('ArrowRight');
  expect(inside(/^A,/)).toEqual(['Signal 3']);
  expect(inside(/^B,/)).toHaveLength(4);
  expect(
    screen.getByText(/4 customers|customers/, { selector: '.column:nth-child(2) .numbers span:nth-child(2)' })
      .textContent,
  ).toContain('4');
});

test('one that wasn’t sure goes where a person puts it', async () => {
  await open();
  list(/^Not sure/).focus();
  await press('ArrowRight');
  expect(inside(/^B,/)).toContain('Signal 30');
  expect(screen.queryByRole('listbox', { name: /^Not sure/ })).toBeNull();
});

test('Enter splits into the parts as they stand; the undecided stay with the first', async () => {
  await open();
  await press('ArrowRight');
  await press('Enter');
  await waitFor(() =>
    expect(calls('split_theme')).toEqual([
      {
        id: 9,
        parts: [
          { title: 'Approvals', signals: [2, 3, 30] },
          { title: 'Safari', signals: [1, 4, 5] },
        ],
      },
    ]),
  );
  await waitFor(() => expect(place.now).toEqual({ screen: 'themes', tab: 'all' }));
});

test('a part is renamed in its place', async () => {
  await open();
  await press('F2');
  const field = screen.getByRole('textbox', { name: 'Title of part A' });
  await fireEvent.input(field, { target: { value: 'Lost forms' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await screen.findByRole('heading', { name: 'Lost forms' });
  await waitFor(() => expect(document.activeElement).toBe(list(/^A, Lost forms/)));
  await press('Enter');
  await waitFor(() => expect(calls('split_theme')[0].parts[0].title).toBe('Lost forms'));
});

test('a part that was emptied isn’t made, and one part alone is no split', async () => {
  preview.unsure = [];
  preview.parts[0] = part('Approvals', [1]);
  await open();
  await press('ArrowRight');
  await press('Enter');
  expect(calls('split_theme')).toEqual([]);
  expect(screen.getByRole('button', { name: /It takes two parts with signals/ })).toBeTruthy();
});

test('other ways to divide and more parts ask again', async () => {
  await open();
  await fireEvent.click(screen.getByRole('radio', { name: 'By service' }));
  await waitFor(() => expect(calls('preview_split').at(-1)).toEqual({ id: 9, by: 'service', parts: 2 }));
  await fireEvent.input(screen.getByRole('slider', { name: 'How many parts' }), { target: { value: '4' } });
  await waitFor(() => expect(calls('preview_split').at(-1)).toEqual({ id: 9, by: 'service', parts: 4 }));
});

test('dropping a signal on a part moves it there', async () => {
  await open();
  const row = await screen.findByRole('option', { name: /Signal 3 / });
  await fireEvent.dragStart(row);
  await fireEvent.drop(list(/^B,/));
  expect(inside(/^B,/)).toContain('Signal 3');
});

test('Escape keeps a suggested split as one, for good', async () => {
  await open(8);
  await press('Escape');
  await waitFor(() => expect(calls('decline_proposal')).toEqual([{ id: 8 }]));
  await waitFor(() => expect(place.now).toEqual({ screen: 'themes', tab: 'proposals' }));
});

test('titles of a large theme are read in pages', async () => {
  preview.parts = [
    part(
      'Many',
      Array.from({ length: 450 }, (_, i) => i + 1),
    ),
    part('Few', [900]),
  ];
  preview.unsure = [];
  render(SplitTheme, { id: 9, proposal: null });
  await waitFor(() => expect(calls('signal_rows')).toHaveLength(3));
  expect(calls('signal_rows').every(({ ids }) => ids.length <= 200)).toBe(true);
  expect(screen.getByRole('button', { name: '350 more' })).toBeTruthy();
});

test('nothing keeps people out', async () => {
  await open();
  expect(await barriers()).toEqual([]);
});
