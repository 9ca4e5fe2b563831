import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { CalibrationRow, OutcomeList, OutcomeRow } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import Outcomes from './Outcomes.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
const row = (over: Partial<OutcomeRow>): OutcomeRow => ({
  opportunity: { id: 27, label: 'OPP-27', title: 'Keep month-end sync running' },
  stage: 'delivered',
  state: 'came_back',
  verdict: 'fell',
  headline: 'It came back',
  shipped: '2026-06-14',
  ends: '2026-08-03',
  before: 18.7,
  after: 4.4,
  change: { seen: -0.76, low: -0.86, high: -0.62 },
  goal: { line: 6, weeks: 5, of: 6, overall: true },
  goal_in_words: '6 or fewer a week',
  ...over,
});
const calibration = (over: Partial<CalibrationRow>): CalibrationRow => ({
  framework: 'RICE',
  n: 6,
  held: 3,
  low: 0.19,
  high: 0.81,
  bias: -0.3,
  pasts: [],
  ...over,
});
const LIST: OutcomeList = {
  rows: [
    row({}),
    row({
      opportunity: { id: 31, label: 'OPP-31', title: 'Large carts' },
      state: 'running',
      verdict: 'too_early',
      headline: 'Runs until 25 Nov',
      change: null,
      goal: null,
    }),
  ],
  calibration: [
    calibration({}),
    calibration({ framework: 'WSJF', n: 2, held: null, low: null, high: null, bias: null }),
  ],
};

beforeEach(() => {
  place.reset({ screen: 'outcomes' });
  call.mockReset();
  call.mockResolvedValue(LIST);
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

test('checks stand with their state, and Enter opens the tab', async () => {
  render(Outcomes);
  const options = await screen.findAllByRole('option');
  expect(options[0]?.textContent).toMatch(
    /OPP-27.*It came back.*18\.7 to 4\.4 a week, −76.%.*5 of 6 weeks met/s,
  );
  expect(options[1]?.textContent).toMatch(/Runs until 25 Nov/);
  await press('j');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'opportunity', id: 31, tab: 'outcome' });
});

test('how estimates held is shown from five on', async () => {
  render(Outcomes);
  const card = await screen.findByRole('region', { name: 'How estimates held' });
  const rows = within(card).getAllByRole('row');
  expect(rows[1]?.textContent).toMatch(/RICE.*6.*3 of 6 \(19.% to 81.%\).*−30.%/s);
  expect(rows[2]?.textContent).toMatch(/WSJF.*too few, n = 2 of 5.*too few/s);
  expect(await barriers()).toEqual([]);
});

test('nothing delivered is said', async () => {
  call.mockResolvedValue({ rows: [], calibration: [] });
  render(Outcomes);
  expect(await screen.findByText('Nothing was delivered yet')).toBeTruthy();
});
