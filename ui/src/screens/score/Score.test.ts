import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { OpportunityDetail, Receipt, RiceInputs } from '../../ipc';
import { place } from '../../state/route.svelte';
import Score from './Score.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const NONE: RiceInputs = { reach: null, impact: null, confidence: null, effort: null };
const FULL: RiceInputs = {
  reach: { low: 1400, likely: 1850, high: 2300 },
  impact: { low: 0.5, likely: 0.75, high: 1 },
  confidence: null,
  effort: { low: 1, likely: 1.5, high: 2 },
};

function detail(inputs: RiceInputs): OpportunityDetail {
  return {
    row: {
      id: 34,
      label: 'OPP-34',
      title: 'One charge per order',
      inputs,
      evidence: { reporters: 0, customers: 0 },
    },
    evidence: [],
    score_history: [],
    suggested_reach: { range: { low: 1380, likely: 1820, high: 2260 }, n: 31, because: 'Distinct customers' },
  } as unknown as OpportunityDetail;
}

const RECEIPT = {
  draws: 10_000,
  seed: 1,
  result: { range: { low: 510, likely: 940, high: 1520 } },
} as unknown as Receipt;

let inputs: RiceInputs;
beforeEach(() => {
  inputs = FULL;
  call.mockReset();
  place.reset({ screen: 'score', id: 34 });
  call.mockImplementation(async (name: string) => {
    if (name === 'opportunity') return detail(inputs);
    if (name === 'try_score') return RECEIPT;
    if (name === 'set_score')
      return { step: 1, message: 'Scored OPP-34', changed: 1, left_out: [], opportunity: null };
    throw new Error(name);
  });
});
afterEach(cleanup);

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const field = (label: RegExp) => screen.findByLabelText<HTMLInputElement>(label);
const type = async (label: RegExp, value: string) =>
  fireEvent.input(await field(label), { target: { value } });

test('shows what is stored and the value with its range in words', async () => {
  render(Score, { id: 34 });
  expect((await field(/^Effort, likely/)).value).toBe('1.5');
  expect(await screen.findByText('eight in ten draws between 510 and 1,520')).toBeTruthy();
  expect(asked('try_score')).toEqual([{ id: 34, inputs: FULL }]);
});

test('asks for the value of what is typed, without storing it', async () => {
  render(Score, { id: 34 });
  await type(/^Effort, likely/, '1.75');
  await waitFor(() =>
    expect(asked('try_score').at(-1)).toEqual({
      id: 34,
      inputs: { ...FULL, effort: { low: 1, likely: 1.75, high: 2 } },
    }),
  );
  expect(asked('set_score')).toEqual([]);
});

test.each([
  [/^Effort, likely/, '0', 'Effort has to be above 0, it divides.'],
  [/^Reach, low/, 'many', '“many” is not a number.'],
  [/^Impact, high/, '0.25', 'High is below likely.'],
])('a wrong number at %s is explained at its field and can’t be saved', async (label, text, says) => {
  render(Score, { id: 34 });
  await type(label, text);
  const input = await field(label);
  expect(input.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe(says);
  expect(
    (await screen.findAllByRole('button', { name: /Save score/ }))[0]!.getAttribute('aria-disabled'),
  ).toBe('true');
});

test('Alt+U in a field takes the range from the evidence', async () => {
  render(Score, { id: 34 });
  await fireEvent.keyDown(await field(/^Reach, low/), { key: 'u', code: 'KeyU', altKey: true });
  expect((await field(/^Reach, low/)).value).toBe('1380');
  expect((await field(/^Reach, high/)).value).toBe('2260');
});

test('Esc leaves without storing anything', async () => {
  render(Score, { id: 34 });
  await type(/^Reach, likely/, '1900');
  await fireEvent.keyDown(await field(/^Reach, likely/), { key: 'Escape' });
  expect(place.now).toEqual({ screen: 'opportunity', id: 34 });
  expect(asked('set_score')).toEqual([]);
});

test('without all it needs there is no value, and that is not zero', async () => {
  inputs = { ...NONE, reach: FULL.reach };
  render(Score, { id: 34 });
  expect(await screen.findByText(/Impact and Effort still missing; that isn’t zero/)).toBeTruthy();
  expect(asked('try_score')).toEqual([]);
});

test('saving sends the inputs once and goes back', async () => {
  render(Score, { id: 34 });
  await type(/^Effort, high/, '3');
  await fireEvent.click((await screen.findAllByRole('button', { name: /Save score/ }))[0]!);
  await waitFor(() => expect(place.now).toEqual({ screen: 'opportunity', id: 34 }));
  expect(asked('set_score')).toEqual([
    { id: 34, inputs: { ...FULL, effort: { low: 1, likely: 1.5, high: 3 } } },
  ]);
});

test('nothing keeps people out', async () => {
  render(Score, { id: 34 });
  await screen.findAllByRole('button', { name: /Save score/ });
  expect(await barriers()).toEqual([]);
});
