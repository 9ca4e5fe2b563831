import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import { changes, DAY, detail, NOW, problem, record, tile, tiles, timeline, value } from '../sample';
import Episodes from './Episodes.svelte';
import Lanes from './Lanes.svelte';
import { along, beside, marksOf } from './lanes';
import MetricTile from './MetricTile.svelte';
import MetricWeeks from './MetricWeeks.svelte';
import Pareto from './Pareto.svelte';
import RestoreBar from './RestoreBar.svelte';
import SprintChart from './SprintChart.svelte';

const few = { state: 'too_few' as const, n: 3, records: [record(1, 'INC-1', 'Cart is empty')] };

test.each([
  ['a value', tiles[0]!, /Change lead time.*n = 212.*2\.4.*days.*half are faster, 9 in 10 within 9\.1 days/s],
  ['a range', tiles[2]!, /9\.4.*to.*14\.2.*%.*20 confirmed, 10 more suggested/s],
  ['pending', tiles[3]!, /Pending.*3 are under 72\sh old, settles/s],
  ['no data', tiles[4]!, /No data.*No source marks unplanned deployments\..*This isn’t zero/s],
  ['too few', tile('rework', 'Rework rate', few), /Too few to sum up.*n = 3.*INC-1.*Cart is empty/s],
  ['zero', tile('rework', 'Rework rate', value({ unit: 'share', value: 0, n: 48 })), /n = 48.*\b0\s+%/s],
])('a tile shows %s and opens its receipt', async (_, shown, text) => {
  const onopen = vi.fn();
  render(MetricTile, { tile: shown, now: NOW, onopen });
  const button = screen.getByRole('button');
  expect(button.textContent).toMatch(text);
  await fireEvent.click(button);
  expect(onopen).toHaveBeenCalledWith(button);
  expect(await barriers()).toEqual([]);
});

test('the tiles’ weeks are a table too', () => {
  render(MetricWeeks, { tiles, now: NOW });
  const rows = screen.getAllByRole('row');
  expect(rows).toHaveLength(4);
  expect(rows[2]?.textContent).toMatch(/Too few.*No data/s);
});

test('arrows go from mark to mark in time, and to the nearest of the next lane', async () => {
  const onopen = vi.fn();
  render(Lanes, { timeline, now: NOW, asTable: false, onopen });
  const chart = screen.getByRole('group', {
    name: /3 deployments and 2 incidents in 14 days, 1 confirmed link/,
  });
  const stops = within(chart)
    .getAllByRole('button')
    .filter((one) => one.tabIndex === 0);
  expect(stops).toHaveLength(1);
  stops[0]!.focus();
  const at = () => document.activeElement?.getAttribute('aria-label');
  expect(at()).toMatch(
    /^INC-2291, open\. Incident\. Payments hang\. Critical\..*still open\. 1 suggested\.$/,
  );
  await fireEvent.keyDown(document.activeElement!, { key: 'ArrowLeft' });
  expect(at()).toMatch(/^Deployment 7\.40\.6\. Repair carts\..*It failed\. It repairs an earlier one\./);
  await fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  expect(at()).toMatch(/Session length/);
  await fireEvent.keyDown(document.activeElement!, { key: 'ArrowUp' });
  await fireEvent.keyDown(document.activeElement!, { key: 'Home' });
  await fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' });
  expect(at()).toMatch(/^INC-2261\. Incident\. Cart is empty\. High\..*lasted 3\sh\. 1 confirmed link\./);
  await fireEvent.click(document.activeElement!);
  expect(onopen).toHaveBeenCalledWith(21);
  expect(await barriers()).toEqual([]);
});

test('a confirmed link is solid, a suggested one dashed; bars grow with severity', () => {
  const { container } = render(Lanes, { timeline, now: NOW, asTable: false, onopen: () => {} });
  expect(container.querySelectorAll('path.confirmed')).toHaveLength(1);
  expect(container.querySelectorAll('path.suggested')).toHaveLength(1);
  const heights = ['high', 'critical'].map(
    (name) => container.querySelector<HTMLElement>(`.${name} .bar`)?.style.height,
  );
  expect(heights).toEqual(['10px', '14px']);
  expect(container.querySelectorAll('.now')).toHaveLength(2);
});

test('the timeline as a table says the same, the newest first', async () => {
  const onopen = vi.fn();
  render(Lanes, { timeline, now: NOW, asTable: true, onopen });
  const rows = screen.getAllByRole('row').slice(1);
  expect(rows).toHaveLength(5);
  expect(rows[0]?.textContent).toMatch(/Incident.*INC-2291.*checkout.*Critical.*Still open.*1 suggested/s);
  await fireEvent.click(within(rows[1]!).getByRole('button'));
  expect(onopen).toHaveBeenCalledWith(12);
});

test('marks outside the days stand at their edge', () => {
  expect(
    [timeline.from - DAY, timeline.from, timeline.to, timeline.to + DAY].map((at) => along(timeline, at)),
  ).toEqual([0, 0, 100, 100]);
  const lanes = timeline.lanes.map((lane) => marksOf(lane, NOW));
  expect(beside(lanes, 'd11', 'ArrowLeft')).toBeNull();
  expect(beside(lanes, 'd13', 'ArrowDown')).toBeNull();
});

test('the Pareto says what the first few cause', () => {
  const rows = [0.4, 0.7, 0.9].map((share_so_far, i) =>
    problem(`k${i}`, `P ${i}`, { share_so_far, signals: 60 - i * 20 }),
  );
  const { container } = render(Pareto, { problems: rows, marked: 2 });
  expect(screen.getByRole('img').getAttribute('aria-label')).toMatch(
    /^3 problems cause 90\s% .* the first 2 70\s%$/,
  );
  expect(container.querySelectorAll('rect')).toHaveLength(3);
  expect(container.querySelectorAll('rect.marked')).toHaveLength(2);
});

test('a restore bar says median, spread and target in words', () => {
  render(RestoreBar, { props: { median: 101 * 60_000, p90: 4 * 3_600_000, target: 2 * 3_600_000 } });
  expect(
    screen.getByRole('img', {
      name: 'Half were restored within 1.7 hours, nine in ten within 4 hours, the target is 2 hours',
    }),
  ).toBeTruthy();
});

test('without numbers a restore bar has no bar', () => {
  const { container } = render(RestoreBar, { props: { median: null, p90: null, target: null } });
  expect(screen.getByRole('img', { name: 'Too few to sum up, several targets' })).toBeTruthy();
  expect(container.querySelector('.bar, .mark, .target')).toBeNull();
});

test('episodes stand on their strip, since when a way round is known too', async () => {
  const onselect = vi.fn();
  const { episodes, deployments } = detail;
  const from = NOW - 90 * DAY;
  render(Episodes, {
    episodes,
    deployments,
    from,
    to: NOW,
    now: NOW,
    workaround: NOW - 38 * DAY,
    selected: 31,
    onselect,
  });
  expect(screen.getByText(/Workaround known since/)).toBeTruthy();
  expect(screen.getByRole('button', { pressed: true }).getAttribute('aria-label')).toMatch(
    /^INC-2285, High, .* 1\sh\s52$/,
  );
  await fireEvent.click(screen.getByRole('button', { name: /INC-2249, No class, .*still open/ }));
  expect(onselect).toHaveBeenCalledWith(32);
});

test('sprints are points over their changes, and a table', async () => {
  const advice = changes.sprints[0]!;
  const { container, rerender } = render(SprintChart, { advice, now: NOW, asTable: false });
  expect(screen.getByRole('img').getAttribute('aria-label')).toContain('3 sprints of checkout');
  expect(container.querySelectorAll('.point')).toHaveLength(3);
  expect(container.querySelectorAll('.point.breach')).toHaveLength(1);
  await rerender({ advice, now: NOW, asTable: true });
  expect(screen.getAllByRole('row')[2]?.textContent).toMatch(
    /25.*5, 20\s%.*18.*Too many failed; breach: 25 to 18/s,
  );
});
