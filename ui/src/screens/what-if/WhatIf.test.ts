import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { Scenario, WhatIf as Asked, WhatIfResult, WorkspaceInfo } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { session } from '../../state/session.svelte';
import { view } from '../opportunities/view.svelte';
import { DONE, FRAMEWORKS, range } from '../score/sample';
import { question } from './question.svelte';
import WhatIf from './WhatIf.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
const TODAY: Asked = {
  framework: 'rice',
  formula: null,
  weights: [],
  segment: { kind: 'everybody' },
  capacity: null,
};
const EVERYBODY = { name: 'Everybody', customers: 9, revenue: 0, voices: 280, of_voices: 280 };
const ENTERPRISE = { name: 'Enterprise', customers: 41, revenue: 4_100_000, voices: 96, of_voices: 280 };
let scenarios: Scenario[];

const row = (id: number, title: string, today: number, rank: number) => ({
  opportunity: { id, label: `OPP-${id}`, title },
  stage: 'assessing' as const,
  today,
  rank,
  value: { p10: 500, p50: 1000 / rank, p90: 1500 },
  top: null,
  effort: rank === 3 ? null : range(1, 2, 3),
  weeks_so_far: rank === 3 ? null : rank * 2,
  above: rank === 1,
  in_best: rank === 1,
  why: rank === 3 ? 'effort not set, not placed' : 'risk weighs more',
});

function answer(asked: Asked): WhatIfResult {
  const segment = asked.segment.kind === 'everybody' ? EVERYBODY : ENTERPRISE;
  return {
    asked,
    segment: { segment: asked.segment, ...segment },
    rows: [row(18, 'Right tax rate', 3, 1), row(31, 'Let large carts', 1, 2), row(34, 'One charge', 2, 3)],
    cut: asked.capacity && {
      after: 1,
      fits: 1,
      weeks: asked.capacity.weeks,
      takes: range(1, 2, 3),
      value: 4900,
      value_today: 4800,
      says: `${asked.capacity.weeks} person-weeks end here. One fits.`,
    },
    best: null,
    changes: [
      {
        kind: 'up',
        opportunity: { id: 18, label: 'OPP-18', title: 'Right tax rate' },
        says: 'comes in, from 3 to 1.',
      },
    ],
    axis: 1800,
    draws: 10_000,
    seed: 4127,
  };
}

beforeEach(() => {
  scenarios = [];
  question.leave();
  session.info = { which: 'demo', settings: { currency: 'EUR' } } as unknown as WorkspaceInfo;
  view.selected = 31;
  place.reset({ screen: 'opportunities' });
  place.go({ screen: 'whatIf' });
  call.mockReset();
  call.mockImplementation(async (name: string, args: { asked: Asked; name: string }) => {
    if (name === 'frameworks') return FRAMEWORKS;
    if (name === 'what_if_choices')
      return {
        weights: [
          { name: 'reach', label: 'Reach', today: 1 },
          { name: 'risk', label: 'Risk', today: 0 },
        ],
        segments: [
          { segment: { kind: 'everybody' }, ...EVERYBODY },
          { segment: { kind: 'plan', plan: 'enterprise' }, ...ENTERPRISE },
        ],
        scenarios,
      };
    if (name === 'what_if') return answer(args.asked);
    if (name === 'keep_scenario') {
      scenarios = [{ uid: 's1', name: args.name, asks: args.asked, kept_at: 0, kept_by: 'Maya' }];
      return DONE;
    }
    if (['use_what_if', 'drop_scenario'].includes(name)) return DONE;
    throw new Error(name);
  });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
  session.info = null;
});

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const last = () => asked('what_if').at(-1)?.asked;
const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, {
    key,
    code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
    ...options,
  });
const order = () => screen.findByRole('grid', { name: 'What the order would be' });
const slide = async (label: string, value: string) =>
  fireEvent.input(await screen.findByLabelText(label), { target: { value } });
const off = (title: RegExp) =>
  within(screen.getByRole('toolbar')).getByRole('button', { name: title }).getAttribute('aria-disabled');

test('it begins with today and says who moves and why', async () => {
  render(WhatIf);
  const rows = within(await order())
    .getAllByRole('row')
    .slice(1);
  expect(last()).toEqual(TODAY);
  expect(rows.map((one) => one.querySelector('.moves')?.getAttribute('aria-label'))).toEqual([
    'up 2, today 3',
    'down 1, today 1',
    'down 1, today 2',
  ]);
  expect(rows[2]?.textContent).toContain('effort not set, not placed');
  expect(screen.getByRole('region', { name: 'What changes' }).textContent).toContain(
    'comes in, from 3 to 1.',
  );
  expect(document.querySelectorAll('svg path.up, svg path.down')).toHaveLength(3);
  expect([off(/Keep as a scenario/), off(/Use as the ranking/)]).toEqual(['true', 'true']);
});

test('weights, voice and capacity are asked together, and only what was moved', async () => {
  render(WhatIf);
  await order();
  await slide('Reach', '0.8');
  await slide('Risk', '1.3');
  await slide('Risk', '0');
  await fireEvent.change(screen.getByLabelText('Whose voice'), {
    target: { value: JSON.stringify({ kind: 'plan', plan: 'enterprise' }) },
  });
  await fireEvent.input(screen.getByLabelText('Capacity, person-weeks'), { target: { value: '23' } });
  await fireEvent.click(screen.getByRole('radio', { name: 'At 9 in 10' }));
  await waitFor(() =>
    expect(last()).toEqual({
      ...TODAY,
      weights: [{ name: 'reach', weight: 0.8 }],
      segment: { kind: 'plan', plan: 'enterprise' },
      capacity: { weeks: 23, nine_in_ten: true },
    }),
  );
  expect(await screen.findByText('23 person-weeks end here. One fits.')).toBeTruthy();
  expect(screen.getByText(/96 of 280 voices remain/)).toBeTruthy();
  expect(screen.getByText('was 1')).toBeTruthy();
});

test('customers from a revenue on are one voice', async () => {
  render(WhatIf);
  await order();
  await fireEvent.change(screen.getByLabelText('Whose voice'), { target: { value: 'revenue' } });
  const amount = await screen.findByLabelText<HTMLInputElement>('Revenue a year, at least');
  expect(amount.value).toBe('10000');
  await fireEvent.input(amount, { target: { value: '184,000' } });
  await waitFor(() => expect(last()?.segment).toEqual({ kind: 'revenue_from', amount: 184_000 }));
  await fireEvent.input(amount, { target: { value: 'much' } });
  expect(await screen.findByText('Revenue is a number, 0 or more.')).toBeTruthy();
  expect(last()?.segment).toEqual({ kind: 'revenue_from', amount: 184_000 });
});

test('a capacity that is no number is said at its field and not asked', async () => {
  render(WhatIf);
  await order();
  const field = screen.getByLabelText('Capacity, person-weeks');
  await fireEvent.input(field, { target: { value: 'many' } });
  expect(await screen.findAllByText(/0.1 to 2,000/)).toBeTruthy();
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(asked('what_if').every((one) => one.asked.capacity === null)).toBe(true);
});

test('Ctrl+S keeps it under a name, and it can be dropped', async () => {
  render(WhatIf);
  await order();
  await slide('Reach', '2');
  expect(await screen.findByText('Not kept')).toBeTruthy();
  await press('s', { ctrlKey: true });
  const name = await screen.findByLabelText('Name');
  await fireEvent.input(name, { target: { value: 'Enterprise first' } });
  await fireEvent.keyDown(name, { key: 'Enter' });
  await waitFor(() =>
    expect(asked('keep_scenario')).toEqual([
      { name: 'Enterprise first', asked: { ...TODAY, weights: [{ name: 'reach', weight: 2 }] } },
    ]),
  );
  await waitFor(() => expect(screen.queryByText('Not kept')).toBeNull());
  await waitFor(() => expect(screen.queryByLabelText('Name')).toBeNull());
  (await order()).focus();
  await press('Delete');
  expect(asked('drop_scenario')).toEqual([{ uid: 's1' }]);
  expect(question.weights).toEqual({});
});

test('a kept scenario is opened as it was asked', async () => {
  const asks: Asked = {
    ...TODAY,
    weights: [{ name: 'risk', weight: 1.3 }],
    capacity: { weeks: 23, nine_in_ten: false },
  };
  scenarios = [{ uid: 's1', name: 'Careful', asks, kept_at: 0, kept_by: 'Maya' }];
  render(WhatIf);
  await screen.findByRole('option', { name: 'Careful' });
  await fireEvent.change(screen.getByLabelText('Scenario'), { target: { value: 's1' } });
  await waitFor(() => expect(last()).toEqual(asks));
  expect(screen.queryByText('Not kept')).toBeNull();
});

test('kept scenarios are compared, each with its own ranks', async () => {
  scenarios = ['Careful', 'Enterprise first'].map((name, i) => ({
    uid: `s${i}`,
    name,
    asks: { ...TODAY, weights: [{ name: 'risk', weight: i + 1 }] },
    kept_at: 0,
    kept_by: 'Maya',
  }));
  render(WhatIf);
  await order();
  await waitFor(() => expect(question.weights).toEqual({}));
  await press('O', { shiftKey: true });
  const table = await screen.findByRole('region', { name: 'Ranks by scenario' });
  expect([...table.querySelectorAll('thead th')].map((head) => head.textContent)).toEqual([
    'Opportunity',
    'Today',
    'Careful',
    'Enterprise first',
  ]);
  expect(table.querySelectorAll('tbody tr')).toHaveLength(3);
  expect(asked('what_if').map((one) => one.asked.weights[0]?.weight)).toEqual(expect.arrayContaining([1, 2]));
});

test('Ctrl+Enter makes it the ranking; Esc throws it away', async () => {
  render(WhatIf);
  await order();
  await slide('Reach', '2');
  await waitFor(() => expect(off(/Use as the ranking/)).toBeNull());
  await press('Enter', { ctrlKey: true });
  await waitFor(() => expect(place.now).toEqual({ screen: 'opportunities' }));
  expect(asked('use_what_if')).toHaveLength(1);

  cleanup();
  place.go({ screen: 'whatIf' });
  render(WhatIf);
  await order();
  await slide('Reach', '2');
  await press('Escape');
  expect(place.now).toEqual({ screen: 'opportunities' });
  expect(asked('use_what_if')).toHaveLength(1);
});

test('J and K walk the order and Enter opens; coming back finds the question as it was', async () => {
  render(WhatIf);
  await slide('Reach', '2');
  (await order()).focus();
  await press('k');
  expect(view.selected).toBe(18);
  await press('Enter');
  expect(place.now).toEqual({ screen: 'opportunity', id: 18 });
  cleanup();
  render(WhatIf);
  await order();
  expect(question.weights).toEqual({ reach: 2 });
});

test.each([false, true])('nothing keeps people out (with a cut: %s)', async (cut) => {
  render(WhatIf);
  await order();
  if (cut) {
    await fireEvent.input(screen.getByLabelText('Capacity, person-weeks'), { target: { value: '23' } });
    await screen.findByText('23 person-weeks end here. One fits.');
  }
  expect(await barriers()).toEqual([]);
});
