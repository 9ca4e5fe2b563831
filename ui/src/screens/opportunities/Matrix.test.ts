import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { OpportunityDetail, OpportunityList, OpportunityRow, RiskLevel } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { session } from '../../state/session.svelte';
import { DONE, FRAMEWORKS, scoreView } from '../score/sample';
import Opportunities from './Opportunities.svelte';
import { view } from './view.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

let frameworks = FRAMEWORKS;
const keys = keyboard((id) => bindingsOf(id, {}));

function row(
  id: number,
  title: string,
  p50: number | null,
  risk: [number, RiskLevel] | null,
  people: number,
): OpportunityRow {
  return {
    id,
    label: `OPP-${id}`,
    title,
    service: 'checkout',
    owner: '',
    stage: 'assessing',
    rank: p50 === null ? null : id,
    value: p50 === null ? null : { p10: p50 / 2, p50, p90: p50 * 1.5 },
    inputs: {
      reach: null,
      impact: null,
      confidence: null,
      effort: p50 === null ? null : { low: 1, likely: id, high: 9 },
    },
    top: { k: 3, chance: 0.82 },
    risk: risk && {
      kind: 'value',
      score: risk[0],
      level: risk[1],
      assessment: { likelihood: 1, impact: 1, note: '' },
    },
    evidence: {
      operations: 12,
      changes: 0,
      voices: 27,
      reporters: people,
      customers: 1,
      revenue: 740_000,
      revenue_unknown: 0,
    },
    readiness: { checks: [], ready: false },
    delivery: null,
    created_at: 0,
    updated_at: 0,
    deleted: false,
  };
}

const ROWS = [
  row(1, 'One charge per order', 940, [20, 'very_high'], 18),
  row(2, 'Right tax rate', 880, [6, 'medium'], 12),
  row(3, 'Resend from the phone', 560, [2, 'low'], 30),
  row(4, 'Bill in two currencies', null, [12, 'high'], 4),
  row(5, 'Bulk credit notes', 390, null, 0),
];

beforeEach(() => {
  frameworks = FRAMEWORKS;
  place.reset({ screen: 'opportunities' });
  session.taste.layout = 'matrix';
  Object.assign(view, { selected: null, across: 'risk', asTable: false });
  call.mockReset();
  call.mockImplementation(async (name: string, args: { id: number }) => {
    if (name === 'opportunities')
      return {
        rows: ROWS,
        hidden: 0,
        draws: 10_000,
        seed: 4127,
        reach_unit: '',
        limits: [],
      } satisfies OpportunityList;
    if (name === 'opportunity') {
      const one = ROWS.find(({ id }) => id === args.id)!;
      return {
        row: one,
        statement: `About ${one.title}`,
        risks: [
          { ...one.risk, score: 4, level: 'low', assessment: { note: 'Refund rules differ' } },
          { ...one.risk, kind: 'viability', assessment: { note: 'Provider can’t tell a retry' } },
        ],
      } as unknown as OpportunityDetail;
    }
    if (name === 'frameworks') return frameworks;
    if (name === 'use_framework') return DONE;
    if (name === 'score_in') {
      const { label, title } = ROWS.find(({ id }) => id === args.id)!;
      return scoreView({ opportunity: { id: args.id, label, title } });
    }
    throw new Error(name);
  });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
  session.taste.layout = 'table';
});

const press = (key: string, held: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, {
    key,
    code: `Key${key.toUpperCase()}`,
    ...held,
  });
const chart = () => screen.findByRole('listbox');
/** Choices of lists in the bar have no id. */
const chosen = () =>
  screen
    .getAllByRole('option', { selected: true })
    .map((one) => one.id)
    .filter(Boolean);

test('the chart says what it finds, in one tab stop', async () => {
  render(Opportunities);
  const list = await chart();
  expect(list.getAttribute('aria-label')).toBe(
    '3 opportunities by value and risk. Do now: Right tax rate. Learn first: One charge per order. Fill gaps: Resend from the phone. 2 are not on the chart, because a number is missing.',
  );
  const stops = [list, ...list.querySelectorAll<HTMLElement>('*')].filter(({ tabIndex }) => tabIndex >= 0);
  expect(stops).toEqual([list]);
  expect(screen.getByRole('option', { name: /^OPP-1\./ }).getAttribute('aria-label')).toBe(
    'OPP-1. One charge per order. Learn first, value: 940, eight in ten draws between 470 and 1,410, risk very high, reported by 18 people.',
  );
});

test('what has no value or no risk is listed apart with why', async () => {
  render(Opportunities);
  const apart = await screen.findByRole('group', { name: 'Not on the chart, 2' });
  const lines = within(apart).getAllByRole('option');
  expect(lines.map((line) => line.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
    'OPP-4 Bill in two currencies Its value is not set',
    'OPP-5 Bulk credit notes No risk was judged',
  ]);
  expect(apart.querySelectorAll('.bubble')).toHaveLength(0);
});

test('J and K walk the chart, then those apart; Enter opens, and the table knows the selection', async () => {
  render(Opportunities);
  await chart();
  await waitFor(() => expect(chosen()).toEqual(['opp-1']));
  for (const key of ['j', 'j', 'j', 'k']) await press(key);
  await waitFor(() => expect(chosen()).toEqual(['opp-3']));
  await fireEvent.click(screen.getByRole('radio', { name: 'Table' }));
  const table = await screen.findByRole('grid', { name: 'Opportunities' });
  expect(table.getAttribute('aria-activedescendant')).toBe('opp-3');
  await fireEvent.click(screen.getByRole('radio', { name: 'Matrix' }));
  (await chart()).focus();
  await press('j');
  await fireEvent.keyDown(document.activeElement!, { key: 'Enter', code: 'Enter' });
  expect(place.now).toEqual({ screen: 'opportunity', id: 4 });
});

test('the card follows the selection, its worst risk first', async () => {
  render(Opportunities);
  const list = await chart();
  await fireEvent.click(within(list).getByRole('option', { name: /^OPP-1\./ }));
  expect(await screen.findByText('About One charge per order')).toBeTruthy();
  const risk = screen.getByRole('region', { name: 'Risk' });
  expect([...risk.querySelectorAll('p')].map((line) => line.textContent?.trim())).toEqual([
    expect.stringContaining('Provider can’t tell a retry'),
    expect.stringContaining('Refund rules differ'),
  ]);
  await press('j');
  expect(await screen.findByText('About Right tax rate')).toBeTruthy();
});

test('T shows the same as a table, and effort is the other axis', async () => {
  render(Opportunities);
  await chart();
  await press('t');
  const table = await screen.findByRole('grid', { name: /3 opportunities by value and risk/ });
  expect([...table.querySelectorAll('tbody tr')].map((line) => line.lastElementChild?.textContent)).toEqual([
    'Learn first',
    'Do now',
    'Fill gaps',
    'Not placed. Its value is not set',
    'Not placed. No risk was judged',
  ]);
  await press('t');
  await fireEvent.click(await screen.findByRole('radio', { name: 'Value and effort' }));
  expect((await chart()).getAttribute('aria-label')).toMatch(/^4 opportunities by value and effort\./);
});

test('the card says where it lands in the draws, and what is cheapest to learn', async () => {
  render(Opportunities);
  const lands = await screen.findByRole('img', {
    name: 'rank 1 21\u00a0%, rank 2 61\u00a0%, rank 3 or worse 18\u00a0%',
  });
  expect(lands.querySelectorAll('.best')).toHaveLength(2);
  expect(screen.getByText(/A firmer effort would settle the order with OPP-18/)).toBeTruthy();
});

test('Alt+E takes what is shown, in its order, to be sent in one go', async () => {
  render(Opportunities);
  await screen.findByText('Dashed lines are the medians; risk is cut between Medium and High.');
  await press('e', { altKey: true });
  expect(place.now).toEqual({ screen: 'exports', ids: [1, 2, 3, 4, 5] });
});

test('ranking by another method is one choice, and the table says what it counts in and why', async () => {
  session.taste.layout = 'table';
  render(Opportunities);
  const by = await screen.findByLabelText('Rank by');
  expect(screen.getByRole('columnheader', { name: /Value, RICE points/ })).toBeTruthy();
  expect(screen.getByRole('region', { name: 'Why this rank' }).textContent).toContain('Reach');
  await fireEvent.change(by, { target: { value: 'wsjf' } });
  expect(call.mock.calls.filter(([name]) => name === 'use_framework')).toEqual([
    ['use_framework', { by: { framework: 'wsjf', formula: null, weights: [] } }],
  ]);

  cleanup();
  frameworks = {
    ...FRAMEWORKS,
    chosen: { framework: 'wsjf', formula: null, weights: [] },
    chosen_name: 'WSJF',
  };
  render(Opportunities);
  const why = await screen.findByText('Why OPP-1 is first by WSJF, and how sure that is');
  await waitFor(() => expect(why.closest('section')?.textContent).toContain('1850 × 0.75 ÷ 1.5'));
  expect(screen.getByRole('columnheader', { name: /Value, WSJF points/ })).toBeTruthy();
});

test.each([false, true])('nothing keeps people out (as a table: %s)', async (asTable) => {
  view.asTable = asTable;
  render(Opportunities);
  await screen.findByText('About One charge per order');
  expect(await barriers()).toEqual([]);
});
