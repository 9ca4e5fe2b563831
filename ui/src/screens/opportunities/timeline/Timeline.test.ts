import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { OpportunityList, Stage, StageTimes } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import { FRAMEWORKS } from '../../score/sample';
import Opportunities from '../Opportunities.svelte';
import { row } from '../tree/sample';
import { view } from '../view.svelte';
import { axisOf, leadDays, linesOf, ticksOf } from './timeline';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
const on = (month: number, day = 1) => new Date(2026, month - 1, day, 12).getTime();
const times = (id: number, stages: [Stage, number][], due: string[] = []): StageTimes => ({
  id,
  stages,
  due,
});

const ROWS = [
  row(1, 'Right tax rate', { stage: 'delivered' }),
  row(2, 'One charge per order', { stage: 'ready' }),
  row(3, 'Bill in two currencies', { stage: 'captured' }),
];
const TIMES = [
  times(1, [
    ['captured', on(2)],
    ['assessing', on(3)],
    ['in_progress', on(4)],
    ['delivered', on(5)],
  ]),
  times(
    2,
    [
      ['captured', on(6)],
      ['assessing', on(6)],
      ['ready', on(8, 15)],
    ],
    ['2026-12-01'],
  ),
  times(3, [['captured', on(10)]]),
];

beforeEach(() => {
  place.reset({ screen: 'opportunities' });
  session.taste.layout = 'timeline';
  session.now = on(11, 21);
  Object.assign(view, { selected: null, asTable: false, scale: 'quarter', group: null, tab: 'all' });
  Element.prototype.scrollIntoView = vi.fn();
  Element.prototype.scrollBy = vi.fn();
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'opportunities')
      return {
        rows: ROWS,
        hidden: 0,
        draws: 10_000,
        seed: 4127,
        reach_unit: '',
        limits: [],
      } satisfies OpportunityList;
    if (name === 'stage_times') return TIMES;
    if (name === 'frameworks') return FRAMEWORKS;
    throw new Error(name);
  });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
  session.taste.layout = 'table';
  view.tab = 'open';
});

const press = (key: string, over: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...over });
const chart = () => screen.findByRole('listbox', { name: /by the dates of their stages/ });
const chosen = () => document.querySelector('.line.selected, tr.selected')?.id;

test('a stage lasts until the next one; what was left at once has no bar', () => {
  const [first, second, third] = linesOf(ROWS, TIMES);
  expect(first?.spans.map(({ stage }) => stage)).toEqual([
    'captured',
    'assessing',
    'in_progress',
    'delivered',
  ]);
  expect(second?.spans.map(({ stage, to }) => [stage, to])).toEqual([
    ['assessing', on(8, 15)],
    ['ready', null],
  ]);
  expect([first, second, third].map((line) => line && leadDays(line))).toEqual([89, null, null]);
  expect(linesOf(ROWS, [])).toEqual([]);
});

test('what came back from delivery is not delivered, and a declined one ends', () => {
  const back = times(1, [
    ['captured', on(2)],
    ['delivered', on(3)],
    ['assessing', on(4)],
  ]);
  const no = times(2, [
    ['captured', on(2)],
    ['rejected', on(3)],
  ]);
  const [first, second] = linesOf(ROWS, [back, no]);
  expect([first?.delivered, second?.declined, second?.spans.length]).toEqual([null, on(3), 1]);
});

test.each([
  ['quarter', ['Q1 2026', 'Q2', 'Q3', 'Q4']],
  ['month', ['Feb 2026', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']],
] as const)('the axis holds everything and today, by %s', (scale, labels) => {
  const { from, to } = axisOf(linesOf(ROWS, TIMES), on(11, 21), scale);
  expect(ticksOf(from, to, scale, 'en-GB').map(({ label }) => label)).toEqual(labels);
});

test('each line says its stages in words, in one tab stop', async () => {
  render(Opportunities);
  const list = await chart();
  expect(list.getAttribute('aria-label')).toBe(
    '3 opportunities by the dates of their stages. 1 of them are delivered.',
  );
  const stops = [list, ...list.querySelectorAll<HTMLElement>('*')].filter(({ tabIndex }) => tabIndex >= 0);
  expect(stops).toEqual([list]);
  const lines = within(list)
    .getAllByRole('option')
    .map((one) => one.querySelector('.unseen')?.textContent);
  expect(within(list).getByRole('option', { name: /^OPP-1 Right tax rate ?\. Captured/ })).toBeTruthy();
  expect(lines[0]).toMatch(/^\. Captured .*, Assessing .*, In progress .*, delivered .* after 89 days\.$/);
  expect(lines[1]).toMatch(/^\. Assessing .*, Ready .*\. Tests due .*\.$/);
});

test('J walks, arrows move in time, Shift+Q changes the scale, Enter opens', async () => {
  render(Opportunities);
  await chart();
  await press('j');
  await press('ArrowRight');
  expect(Element.prototype.scrollBy).toHaveBeenCalledWith({ left: 182 });
  await press('Q', { shiftKey: true });
  await waitFor(() => expect(view.scale).toBe('month'));
  expect(chosen()).toBe('opp-2');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'opportunity', id: 2 });
});

test('it is grouped as the table is, and T shows the same dates as a table', async () => {
  view.group = 'stage';
  render(Opportunities);
  const groups = (await screen.findAllByRole('group')).map((one) => one.getAttribute('aria-label'));
  expect(groups).toEqual(expect.arrayContaining(['Delivered', 'Ready', 'Captured']));
  await press('t');
  const table = await screen.findByRole('grid', { name: /by the dates of their stages/ });
  const cells = [...table.querySelectorAll('tr#opp-1 td')].map((cell) => cell.textContent);
  expect(cells[2]).toBe('');
  expect(cells.at(-2)).toBe('89');
});

test('G and a digit chooses the layout', async () => {
  render(Opportunities);
  await chart();
  await press('g');
  await press('1');
  expect(session.taste.layout).toBe('table');
  expect(await screen.findByRole('grid', { name: 'Opportunities' })).toBeTruthy();
});

test.each([false, true])('nothing keeps people out (as a table: %s)', async (asTable) => {
  view.asTable = asTable;
  render(Opportunities);
  await screen.findByRole(asTable ? 'grid' : 'listbox', { name: /by the dates/ });
  expect(await barriers()).toEqual([]);
});
