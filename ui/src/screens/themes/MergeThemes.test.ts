import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { ThemeComparison } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { toasts } from '../../state/toast.svelte';
import MergeThemes from './MergeThemes.svelte';
import { done, signal, theme } from './sample';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const keys = keyboard((id) => bindingsOf(id, {}));
const TAX = theme(18, 'Wrong tax rate', { opportunity: { id: 18, label: 'OPP-18', title: 'Right tax' } });
const CENT = theme(12, 'Rounding is off');
const both = (stays = TAX, joins = CENT): ThemeComparison => ({
  stays,
  joins,
  stays_signals: [signal(1, 'The total is wrong')],
  joins_signals: [signal(2, 'One cent too much')],
  similarity: 0.72,
  reasons_for: [['Same words in 11 of 29', '“total”, “cent”']],
  reasons_against: [['18 of 29 say nothing of tax', '']],
  signals_after: 300,
  customers_after: 23,
  customers_in_both: 7,
  at_stake_after: 25_000,
  at_stake_in_both: 5_000,
});
const PAIRS = [
  { id: 4, kind: 'merge', theme: CENT, other: theme(3, 'Cents'), why: '' },
  { id: 5, kind: 'split', theme: CENT, other: null, why: '' },
  { id: 7, kind: 'merge', theme: TAX, other: CENT, why: '' },
  { id: 9, kind: 'merge', theme: TAX, other: theme(20, 'VAT'), why: '' },
];

beforeEach(() => {
  place.reset({ screen: 'themes', tab: 'all' });
  place.go({ screen: 'mergeThemes', stays: 18, joins: 12 });
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string, args: { stays?: number }) => {
    if (name === 'workspace') return null;
    if (name === 'compare_themes') return args.stays === 18 ? both() : both(CENT, TAX);
    if (name === 'theme_proposals') return PAIRS;
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
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

async function open(proposal: number | null = null) {
  render(MergeThemes, { stays: 18, joins: 12, proposal });
  await screen.findByRole('region', { name: 'Stays: Wrong tax rate' });
}

test('both sides, the reasons for and against, and what moves', async () => {
  await open();
  expect(screen.getByRole('region', { name: 'Joins: Rounding is off' }).textContent).toContain(
    'One cent too much',
  );
  expect(screen.getByText(/fairly similar/)).toBeTruthy();
  expect(screen.getByText('Same words in 11 of 29')).toBeTruthy();
  expect(screen.getByText('18 of 29 say nothing of tax')).toBeTruthy();
  const row = (name: string) => screen.getByRole('row', { name: new RegExp(`^${name}`) }).textContent;
  expect(row('Signals')).toMatch(/180.*\+ 120.*300/);
  expect(row('Customers')).toMatch(/18.*\+ 12.*23.*7 were in both and count once/);
  expect(row('Opportunity')).toMatch(/OPP-18.*none.*OPP-18/);
  expect(document.querySelector('mark')?.textContent).toBe('total');
});

test('Enter merges under the name of the side that stays, and goes back', async () => {
  await open();
  await press('Enter');
  await waitFor(() => expect(calls('merge_themes')).toEqual([{ into: 18, themes: [12], title: null }]));
  await waitFor(() => expect(place.now).toEqual({ screen: 'themes', tab: 'all' }));
  expect(toasts.shown?.action?.title).toBe('Undo');
});

test('W swaps the sides; the merge goes the other way', async () => {
  await open();
  await press('w');
  await screen.findByRole('region', { name: 'Stays: Rounding is off' });
  await press('Enter');
  await waitFor(() => expect(calls('merge_themes')).toEqual([{ into: 12, themes: [18], title: null }]));
});

test('another name has to be written first', async () => {
  await open();
  await fireEvent.click(screen.getByRole('radio', { name: 'Another name' }));
  const field = await screen.findByRole('textbox', { name: 'Name after' });
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(calls('merge_themes')).toEqual([]);
  await fireEvent.input(field, { target: { value: ' Tax and cents ' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(calls('merge_themes')[0]).toMatchObject({ title: 'Tax and cents' }));
});

test('the name of the side that joins can be kept', async () => {
  await open();
  await fireEvent.click(screen.getByRole('radio', { name: 'Rounding is off' }));
  await press('Enter');
  await waitFor(() => expect(calls('merge_themes')[0]).toMatchObject({ title: 'Rounding is off' }));
});

test('Escape leaves two chosen themes as they are', async () => {
  await open();
  await press('Escape');
  await waitFor(() => expect(place.now).toEqual({ screen: 'themes', tab: 'all' }));
  expect(calls('decline_proposal')).toEqual([]);
});

test('J and K walk through the pairs that were suggested', async () => {
  await open(7);
  await screen.findByText(/2 of 3 pairs that may be the same/);
  await press('j');
  expect(place.now).toEqual({ screen: 'mergeThemes', stays: 18, joins: 20, proposal: 9 });
  await press('k');
  expect(place.now).toEqual({ screen: 'mergeThemes', stays: 12, joins: 3, proposal: 4 });
});

test('Escape keeps a suggested pair apart for good and goes on to the next', async () => {
  await open(7);
  await screen.findByText(/2 of 3 pairs/);
  await press('Escape');
  await waitFor(() => expect(calls('decline_proposal')).toEqual([{ id: 7 }]));
  await waitFor(() => expect(place.now).toMatchObject({ proposal: 9 }));
});

test('a merge that fails stays on the screen and says why', async () => {
  await open();
  ipc.call.mockRejectedValueOnce({ kind: 'busy', what: 'The file is in use.', kept: '', todo: '' });
  await press('Enter');
  await waitFor(() => expect(toasts.shown?.tone).toBe('problem'));
  expect(place.now.screen).toBe('mergeThemes');
});

test('nothing keeps people out', async () => {
  await open();
  expect(await barriers()).toEqual([]);
});
