import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { OutcomeReceipt } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import Outcome from './Outcome.svelte';
import { reading, view } from './sample';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
const receipt: OutcomeReceipt = {
  title: 'OPP-27, Change a week',
  value: '−76 %',
  inputs: [{ label: 'Before', value: '18.7 a week: 112 in 6 weeks' }],
  method: ['The same number of weeks before and after is compared.'],
  weeks: [],
  published: ['Brown, Cai and DasGupta 2001 (interval of a share)'],
};
let shown = view;

beforeEach(() => {
  shown = view;
  call.mockReset();
  call.mockImplementation((name: string) => {
    if (name === 'outcome') return Promise.resolve(shown);
    if (name === 'outcome_receipt') return Promise.resolve(receipt);
    return Promise.resolve({ step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null });
  });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...more });

test('the verdict, the bars and the numbers stand together', async () => {
  render(Outcome, { id: 27 });
  expect(await screen.findByText('On track.')).toBeTruthy();
  const chart = screen.getByRole('img');
  expect(chart.getAttribute('aria-label')).toMatch(/On track\..*Before: 18\.7 a week, n = 112\..*n = 22/s);
  expect(chart.querySelectorAll('rect')).toHaveLength(18);
  expect(chart.querySelectorAll('.before rect')).toHaveLength(6);
  expect(chart.querySelectorAll('line.goal')).toHaveLength(1);
  expect(screen.getByText('5 of 5')).toBeTruthy();
  expect(await barriers()).toEqual([]);
});

test('T shows the same as a table', async () => {
  render(Outcome, { id: 27 });
  await screen.findByText('On track.');
  await press('t');
  const rows = within(screen.getByRole('table')).getAllByRole('row');
  expect(rows).toHaveLength(19);
  expect(rows[13]?.textContent).toMatch(/9.*Shipped, left out/s);
  expect(rows[14]?.textContent).toMatch(/6.*After.*met/s);
  expect(await barriers()).toEqual([]);
});

test('a number opens its receipt', async () => {
  render(Outcome, { id: 27 });
  await fireEvent.click(await screen.findByRole('button', { name: /a week/ }));
  expect(await screen.findByText('18.7 a week: 112 in 6 weeks')).toBeTruthy();
  expect(call).toHaveBeenCalledWith('outcome_receipt', expect.objectContaining({ id: 27, of: 'change' }));
});

test('1 settles the check', async () => {
  render(Outcome, { id: 27 });
  await screen.findByText('On track.');
  await press('1');
  await fireEvent.click(await screen.findByText('It worked'));
  expect(call).toHaveBeenCalledWith('settle_outcome', { id: 27, answer: 'verified', note: '' });
});

test('extending compares more weeks on each side', async () => {
  render(Outcome, { id: 27 });
  await screen.findByText('On track.');
  await press('1');
  await fireEvent.click(await screen.findByText('Compare 3 more weeks'));
  const plan = { weeks: 9, shipped_on: null, alone: false };
  expect(call).toHaveBeenCalledWith('plan_outcome', { id: 27, plan });
});

test('the goal is set by key, and what is no number is refused', async () => {
  shown = { ...view, goal: null, goal_in_words: '' };
  render(Outcome, { id: 27 });
  await screen.findByText('On track.');
  await press('Y', { shiftKey: true });
  const amount = await screen.findByLabelText('Amount');
  await fireEvent.input(amount, { target: { value: 'few' } });
  expect(screen.getByRole('alert').textContent).toBe('Write a number, such as 6.');
  await fireEvent.input(amount, { target: { value: '4,5' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  const goal = { measure: 'at_most', amount: 4.5, feature: null };
  expect(call).toHaveBeenCalledWith('set_outcome_goal', { id: 27, goal });
});

test.each([
  ['not delivered', { state: 'not_shipped' as const, shipped: null, reading: null }, 'Not delivered yet'],
  [
    'no data',
    { reading: { ...reading, verdict: 'no_data' as const, headline: 'No data.', change: null } },
    'No data.',
  ],
  ['a caution', { caution: 'Only linked signals are counted.' }, 'Read with care.'],
])('%s is said', async (_, over, text) => {
  shown = { ...view, ...over };
  render(Outcome, { id: 27 });
  expect(await screen.findByText(text)).toBeTruthy();
  expect(await barriers()).toEqual([]);
});
