import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { EstimateRound } from '../../../ipc';
import { DONE, inputView, range } from '../sample';
import { factorsOf } from '../factors';
import Estimates from './Estimates.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

const FACTORS = factorsOf([inputView('impact', '×'), inputView('effort', '÷', { unit: 'person-months' })]);
const says = (person: string, low: number, likely: number, high: number) => ({
  person,
  answered_at: 1,
  range: range(low, likely, high),
  note: `Because of ${person}`,
});
const hidden = (person: string, answered: boolean) => ({
  person,
  answered_at: answered ? 1 : null,
  range: null,
  note: '',
});

const REVEALED: EstimateRound = {
  framework: 'rice',
  input: 'effort',
  label: 'Effort',
  answers: [says('Dana', 0.8, 1, 1.4), says('Jun', 1, 1.3, 1.8), says('Elif', 1.8, 2.4, 2.9)],
  answered: 3,
  revealed: true,
  together: range(0.8, 1.3, 2.9),
  apart: [['Dana', 'Elif']],
  says: 'Dana and Elif don’t overlap. Talk first; the mean of two plans is no plan.',
};
const HIDDEN: EstimateRound = {
  ...REVEALED,
  input: 'impact',
  label: 'Impact',
  answers: [hidden('Dana', true), hidden('Jun', true), hidden('Elif', false)],
  answered: 2,
  revealed: false,
  together: null,
  apart: [],
  says: '',
};
const onuse = vi.fn();

function show(rounds: EstimateRound[]) {
  return render(Estimates, { id: 34, framework: 'rice', factors: FACTORS, rounds, onuse });
}

beforeEach(() => {
  onuse.mockReset();
  call.mockReset();
  call.mockResolvedValue(DONE);
});
afterEach(cleanup);

test('hidden, it shows who has answered and nothing of what', () => {
  show([HIDDEN]);
  const round = screen.getByRole('region', { name: 'Impact, estimates of 3 people' });
  expect(within(round).getByText('2 of 3 answered. Answers show when all are in.')).toBeTruthy();
  expect(within(round).queryAllByRole('img')).toHaveLength(0);
  expect(
    within(round)
      .getAllByRole('button')
      .map((one) => one.getAttribute('aria-label')),
  ).toEqual(['Change the answer for Dana', 'Change the answer for Jun', 'Answer for Elif', null, null]);
});

test('an answer is a range with its reason, given once it can be read', async () => {
  show([HIDDEN]);
  await fireEvent.click(screen.getByRole('button', { name: 'Answer for Elif' }));
  const likely = await screen.findByLabelText('Likely');
  const low = screen.getByLabelText('Low');
  await fireEvent.input(low, { target: { value: '2' } });
  await fireEvent.input(likely, { target: { value: '1' } });
  await fireEvent.input(screen.getByLabelText('High'), { target: { value: '3' } });
  expect(screen.getByRole('status').textContent).toBe('Low is above likely.');
  await fireEvent.keyDown(likely, { key: 'Enter' });
  expect(call).not.toHaveBeenCalled();
  await fireEvent.input(low, { target: { value: '0.5' } });
  await fireEvent.input(screen.getByLabelText('Why'), { target: { value: 'Refund rules' } });
  await fireEvent.keyDown(likely, { key: 'Enter' });
  const estimate = {
    framework: 'rice',
    input: 'impact',
    person: 'Elif',
    range: range(0.5, 1, 3),
    note: 'Refund rules',
  };
  await waitFor(() => expect(call).toHaveBeenCalledWith('give_estimate', { id: 34, estimate }));
});

test('it can be revealed before all are in, by its own button', async () => {
  show([HIDDEN]);
  await fireEvent.click(screen.getByRole('button', { name: 'Reveal now, 2 of 3' }));
  expect(call).toHaveBeenCalledWith('reveal_estimates', { id: 34, input: 'impact' });
});

test('revealed, the bars share an axis and who doesn’t overlap is named', () => {
  show([REVEALED]);
  expect(screen.getAllByRole('img').map((one) => one.getAttribute('aria-label'))).toEqual([
    'Effort, Dana: 1, eight in ten draws between 0.8 and 1.4',
    'Effort, Jun: 1.3, eight in ten draws between 1 and 1.8',
    'Effort, Elif: 2.4, eight in ten draws between 1.8 and 2.9',
    'Effort, together: 1.3, eight in ten draws between 0.8 and 2.9',
  ]);
  expect(screen.getByText(/Dana and Elif don’t overlap/)).toBeTruthy();
  expect(screen.getByText('Because of Elif', { exact: false })).toBeTruthy();
});

test('the joint range goes into the form, not into the store', async () => {
  show([REVEALED]);
  await fireEvent.click(screen.getByRole('button', { name: /^Use 0.8 · 1.3 · 2.9/ }));
  expect(onuse).toHaveBeenCalledWith('effort', range(0.8, 1.3, 2.9));
  expect(call).not.toHaveBeenCalled();
});

test('several people are asked at once', async () => {
  show([REVEALED]);
  await fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
  const who = await screen.findByLabelText<HTMLInputElement>('Who answers');
  expect(who.value).toBe('Dana, Jun, Elif');
  await fireEvent.input(who, { target: { value: 'Dana, Maya , Dana,' } });
  await fireEvent.keyDown(who, { key: 'Enter' });
  await waitFor(() =>
    expect(call).toHaveBeenCalledWith('ask_estimates', {
      id: 34,
      framework: 'rice',
      input: 'effort',
      people: ['Dana', 'Maya'],
    }),
  );
});

test('nothing keeps people out', async () => {
  show([REVEALED, HIDDEN]);
  expect(await barriers()).toEqual([]);
});
