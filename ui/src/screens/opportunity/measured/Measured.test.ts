import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import { calendarDay, day } from '../../../format';
import type { EvidencePanel, Receipt } from '../../../ipc';
import { run } from '../../../state/commands.svelte';
import Measured from './Measured.svelte';
import { facts, minutes, rateSays } from './words';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 9);

const panel = (): EvidencePanel => ({
  renewals: { customers: 1, revenue: 184_000, soonest: '2026-12-10', known: 3 },
  share: { people: 2, users: 48, feature: 'pay', day: '2026-11-20', at_most: 2 / 48 },
  rate: {
    weeks: [1, 0, 2, 1, 6, 7, 5, 6],
    since: NOW - 56 * DAY,
    now: 6,
    before: 1,
    trend: 'growing',
    turn: { week: 4, at: NOW - 28 * DAY, before: 1, after: 6 },
  },
  incidents: { minutes: 407, incidents: 2, open: 1, without_end: 0 },
  targets: { missed: 1, judged: 2 },
  severities: [
    { severity: 'critical', signals: 1 },
    { severity: null, signals: 3 },
  ],
  sources: [
    { name: 'Desk', signals: 4 },
    { name: 'Pager', signals: 1 },
  ],
  recency: { newest: 0, median: 1, last_30: 4, signals: 5 },
  against: { signals: 0, people: 0 },
});

const receipt = (): Receipt => ({
  title: 'Time in incidents',
  formula: '',
  method: 'Minutes from the beginning of each incident to its end',
  lines: [],
  result: { operator: '=', label: 'Minutes', shown: '407', range: null, source: '', signals: [], n: null },
  draws: null,
  seed: null,
  computed_at: NOW,
  text: '',
});

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async (name: string) => (name === 'receipt' ? receipt() : panel()));
});
afterEach(cleanup);

test('every measure says its number and what it means, and opens its receipt', async () => {
  render(Measured, { id: 34 });
  const region = await screen.findByRole('region', { name: 'What the evidence measures' });
  const said = within(region)
    .getAllByRole('term')
    .map(
      (term) => `${term.textContent}: ${term.nextElementSibling?.textContent?.replace(/\s+/g, ' ').trim()}`,
    );
  expect(said).toEqual([
    `Renewals in 90 days: 184,000 a year from 1 customer, next ${calendarDay('2026-12-10')}`,
    'Share of active users: ≤ 4 % 2 people of 48 a day in pay',
    'Time in incidents: 6 h 47 min in 2 incidents, 1 still open',
    'Restored too late: 1 of 2 incidents with a target',
    'Severity: 1 critical 3 unknown',
    'Sources: 2 80 % from Desk',
    'Newest: Today 4 of 5 in the last 30 days',
    'Speaks against it: None nothing linked is marked so',
  ]);
  await fireEvent.click(within(region).getByRole('button', { name: '6 h 47 min' }));
  expect(call).toHaveBeenCalledWith('receipt', { id: 34, of: 'incident_minutes' });
  expect(await screen.findByText('407')).toBeTruthy();
  expect(await barriers()).toEqual([]);
});

test('the weeks are a picture or a table', async () => {
  render(Measured, { id: 34 });
  expect(await screen.findByRole('img', { name: /Signals a week over 8 weeks/ })).toBeTruthy();
  run('chart');
  const table = await screen.findByRole('table');
  expect(within(table).getAllByRole('row')).toHaveLength(9);
});

test('what nobody knows is a dash with its reason, never a zero', () => {
  const nothing: EvidencePanel = {
    ...panel(),
    renewals: null,
    share: null,
    incidents: null,
    targets: null,
    severities: [{ severity: null, signals: 3 }],
    sources: [],
    recency: null,
  };
  expect(facts(nothing, 'EUR').map((fact) => fact.shown)).toEqual([
    '–',
    '–',
    '–',
    '–',
    '–',
    '–',
    '–',
    'None',
  ]);
  expect(facts(nothing, 'EUR').every((fact) => fact.says !== '')).toBe(true);
});

test.each([
  [0, '0 min'],
  [47, '47 min'],
  [180, '3 h'],
  [200, '3 h 20 min'],
  [1440, '1 d'],
  [3120, '2 d 4 h'],
])('%i minutes are %s', (all, said) => {
  expect(minutes(all)).toBe(said);
});

test('a lasting change says since when', () => {
  expect(rateSays(panel(), NOW)).toBe(
    `1 in the four weeks before. Since ${day(NOW - 28 * DAY, NOW)}: 6 a week instead of 1.`,
  );
  const young = { ...panel(), rate: { ...panel().rate, before: null, turn: null } };
  expect(rateSays(young, NOW)).toBe('Nothing to compare with yet.');
});
