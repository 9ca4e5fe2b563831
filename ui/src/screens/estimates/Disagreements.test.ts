import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { Disagreement, EstimateRound } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { range } from '../score/sample';
import Disagreements from './Disagreements.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
const round = (over: Partial<EstimateRound>): EstimateRound => ({
  framework: 'wsjf',
  input: 'job_size',
  label: 'Job size',
  answers: [
    { person: 'Dana', answered_at: 1, range: range(1, 2, 3), note: '' },
    { person: 'Elif', answered_at: 1, range: range(8, 13, 20), note: '' },
  ],
  answered: 2,
  revealed: true,
  together: range(1, 7, 20),
  apart: [['Dana', 'Elif']],
  says: 'Dana and Elif don’t overlap.',
  ...over,
});
const LIST: Disagreement[] = [
  { opportunity: { id: 34, label: 'OPP-34', title: 'One charge' }, round: round({}), distance: 2.4 },
  {
    opportunity: { id: 31, label: 'OPP-31', title: 'Large carts' },
    round: round({
      revealed: false,
      answered: 1,
      answers: [{ person: 'Dana', answered_at: 1, range: null, note: '' }],
      apart: [],
      says: '',
    }),
    distance: null,
  },
];

beforeEach(() => {
  place.reset({ screen: 'estimates' });
  call.mockReset();
  call.mockResolvedValue(LIST);
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

test('what lies furthest apart stands first, what is hidden shows no answer', async () => {
  render(Disagreements);
  const [first, second] = await screen.findAllByRole('option');
  expect(within(first!).getByText('1 pair doesn’t overlap, 2.4 widths apart')).toBeTruthy();
  expect(first!.querySelectorAll('.range')).toHaveLength(2);
  expect(within(second!).getByText('1 of 1 answered')).toBeTruthy();
  expect(second!.querySelectorAll('.range')).toHaveLength(0);
});

test('Enter opens the score in the method that was estimated', async () => {
  render(Disagreements);
  await screen.findAllByRole('option');
  await press('j');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'score', id: 31, by: 'wsjf' });
});

test('nobody asked is said, with how to begin', async () => {
  call.mockResolvedValue([]);
  render(Disagreements);
  expect(await screen.findByText('Nobody was asked for an estimate')).toBeTruthy();
});

test('nothing keeps people out', async () => {
  render(Disagreements);
  await screen.findAllByRole('option');
  expect(await barriers()).toEqual([]);
});
