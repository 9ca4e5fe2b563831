import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { ValueAt } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import PastValue from './PastValue.svelte';
import { sample } from './sample';
import { daysAgo, movedBy, signed, standingWords } from './words';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
let shown: ValueAt = sample;

beforeEach(() => {
  shown = sample;
  call.mockReset();
  call.mockImplementation(async (_: string, { date }: { date: string }) => ({ ...shown, date }));
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

/** The day that was asked for last. */
const asked = () => (call.mock.calls.at(-1)?.[1] as { date: string } | undefined)?.date;

async function open() {
  render(PastValue, { id: 27, open: true });
  return within(await screen.findByRole('dialog', { name: 'The value at a past date' }));
}

test('then and today, the receipt of both and what changed stand together', async () => {
  const sheet = await open();
  const numbers = within(await sheet.findByRole('region', { name: 'Value then and today' }));
  expect(numbers.getByText('380 to 860, 55 signals, 12 people')).toBeTruthy();
  expect(numbers.getByText('640 to 1,130, 69 signals, 19 people, 1 against it')).toBeTruthy();
  expect(numbers.getByText('rank 5 of 9')).toBeTruthy();
  expect(numbers.getByText('rank 2 of 11')).toBeTruthy();
  expect(sheet.getByRole('status').textContent).toMatch(/You see .+\. Nothing can be changed here\./);
  const rows = within(sheet.getAllByRole('table')[0]!).getAllByRole('row');
  expect(rows[1]?.textContent).toMatch(/Reach.*508.*556.*Then set by Dana Osei.*Now set by Maya Lindqvist/s);
  expect(rows[2]?.textContent).toMatch(/Effort.*1\.25.*1\.25.*the same both times/s);
  expect(rows[3]?.textContent).toMatch(/Value.*610.*890/s);
  const changes = sheet.getAllByRole('listitem').map((one) => one.textContent?.replace(/\s+/g, ' '));
  expect(changes[0]).toMatch(/14 signals linked by Maya Lindqvist \+140/);
  expect(changes[1]).toMatch(/6 duplicates merged by Maya Lindqvist −35/);
  expect(changes[2]).toMatch(/Reach 508 → 556 by Dana Osei \+175/);
  expect(sheet.getByText('3 steps, +280')).toBeTruthy();
  expect(await barriers()).toEqual([]);
});

test('what was linked then stands beside what is linked today, and what was done since is said', async () => {
  const sheet = await open();
  await sheet.findByText('Evidence, then and now');
  const rows = within(sheet.getAllByRole('table')[1]!).getAllByRole('row');
  const said = rows.slice(1).map((row) =>
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent?.replace(/\s+/g, ' ').trim()),
  );
  expect(said).toEqual([
    ['not linked', 'importance 2 linked since'],
    ['importance 1', 'against it turned against it'],
    ['importance 3', 'not linked unlinked since'],
    ['importance 2', 'importance 2'],
  ]);
  expect(within(rows[1]!).getByRole('rowheader').textContent).toMatch(/Sync stops on the 30th.*Ana, Acme/s);
  expect(sheet.getByText(/and 66 more/)).toBeTruthy();
});

test('the arrows go from change to change, and stop at the first and at today', async () => {
  const sheet = await open();
  await sheet.findByText('Receipt, then and now');
  await press('ArrowLeft');
  await waitFor(() => expect(asked()).toBe('2026-08-03'));
  shown = { ...sample, earlier: null, later: null };
  await press('ArrowRight');
  await waitFor(() => expect(asked()).toBe('2026-10-05'));
  const before = await sheet.findByRole('button', { name: /Change before.*Nothing changed before that day/ });
  expect(before.getAttribute('aria-disabled')).toBe('true');
  const times = call.mock.calls.length;
  await press('ArrowLeft');
  await press('ArrowRight');
  expect(call.mock.calls.length).toBe(times);
});

test('a day can be typed; a half-typed year asks nothing', async () => {
  const sheet = await open();
  await sheet.findByText('Receipt, then and now');
  const field = sheet.getByLabelText('The end of which day');
  await fireEvent.input(field, { target: { value: '0202-09-30' } });
  expect(asked()).not.toBe('0202-09-30');
  await fireEvent.input(field, { target: { value: '2026-09-30' } });
  await waitFor(() => expect(asked()).toBe('2026-09-30'));
});

test('the chart breaks where there was no value, and T shows the same as a table', async () => {
  const sheet = await open();
  const chart = await sheet.findByRole('img', { name: /^Value since/ });
  expect(chart.getAttribute('aria-label')).toMatch(/Value since .+: 610 at the end of .+, 890 today/);
  expect(chart.querySelectorAll('rect.band')).toHaveLength(4);
  expect(chart.querySelector('path')?.getAttribute('d')?.match(/M/g)).toHaveLength(2);
  await press('t');
  const rows = within(sheet.getAllByRole('table')[0]!).getAllByRole('row');
  expect(rows).toHaveLength(6);
  expect(rows[2]?.textContent).toMatch(/not set/);
  expect(await barriers()).toEqual([]);
});

test('both receipts are copied as text, and Escape goes back to today', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
  const sheet = await open();
  await sheet.findByText('Receipt, then and now');
  await fireEvent.click(sheet.getByRole('button', { name: 'Copy both as text' }));
  expect(writeText).toHaveBeenCalledWith(sample.text);
  vi.unstubAllGlobals();
  await press('Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a day before the first score has no value, and its first value is told', async () => {
  shown = {
    ...sample,
    then: {
      ...sample.then,
      value: null,
      rank: null,
      of: 3,
      missing: ['Reach', 'Effort'],
      signals: 1,
      people: 1,
    },
    evidence: [],
    changes: [{ ...sample.changes[2]!, what: 'Reach set to 556', before: null, after: 890 }],
  };
  const sheet = await open();
  expect(await sheet.findByText('Without reach, effort. 1 signal, 1 person')).toBeTruthy();
  expect(sheet.getByText('first value 890')).toBeTruthy();
  expect(sheet.getByText('not among the 3 ranked')).toBeTruthy();
  expect(sheet.getByText(/No signal was linked then/)).toBeTruthy();
  expect(await barriers()).toEqual([]);
});

test.each([
  [[610.4, 749.6, 715.2, 890.3], ['+140', '−35', '+175'], '+280'],
  [[0.334, 0.667, 12.4], ['+0.34', '+11'], '+12'],
])('steps between %j', (values, steps, whole) => {
  const moves = values.slice(1).map((after, i) => movedBy({ before: values[i] ?? null, after }));
  expect(moves.map(signed)).toEqual(steps);
  const all = movedBy({ before: values[0] ?? null, after: values.at(-1) ?? null });
  expect(moves.reduce((sum, move) => sum + move, 0)).toBeCloseTo(all, 9);
  expect(signed(all)).toBe(whole);
});

test('words', () => {
  expect(daysAgo('2026-10-01', '2026-11-19')).toBe('49 days ago');
  expect(daysAgo('2026-11-18', '2026-11-19')).toBe('yesterday');
  expect(signed(0)).toBe('±0');
  const exact = { p10: 675, p50: 675, p90: 675 };
  expect(standingWords({ ...sample.then, value: exact })).toBe('exactly, 55 signals, 12 people');
});
