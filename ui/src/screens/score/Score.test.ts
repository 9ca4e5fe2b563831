import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { Framework, ScoreView } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { view } from '../opportunities/view.svelte';
import { DETAIL, DONE, FRAMEWORKS, range, scoreInput, scoreView } from './sample';
import Score from './Score.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
const WSJF = { inputs: [scoreInput('worth', range(8, 8, 8)), scoreInput('size', null)] };
let stored: ScoreView;

beforeEach(() => {
  stored = scoreView();
  call.mockReset();
  place.reset({ screen: 'score', id: 34 });
  call.mockImplementation(async (name: string, args: { framework: Framework; inputs: unknown[] }) => {
    if (name === 'opportunity') return DETAIL;
    if (name === 'frameworks') return FRAMEWORKS;
    if (name === 'score_in') {
      if (args.framework === 'wsjf')
        return scoreView({ ...WSJF, framework: 'wsjf', value: null, missing: ['Size'], histogram: [] });
      if (args.framework === 'moscow')
        return scoreView({
          framework: 'moscow',
          inputs: [scoreInput('class', range(4, 4, 4))],
          value: null,
          class: 'Must have',
          histogram: [],
        });
      return stored;
    }
    if (name === 'try_inputs')
      return scoreView({ ...stored, value: { p10: 600, p50: 1100, p90: 1700 }, rank: 1 });
    if (['set_inputs', 'use_framework'].includes(name)) return DONE;
    throw new Error(name);
  });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const field = (label: RegExp) => screen.findByLabelText<HTMLInputElement>(label);
const type = async (label: RegExp, value: string) =>
  fireEvent.input(await field(label), { target: { value } });
const save = async () => (await screen.findAllByRole('button', { name: /Save score/ }))[0]!;

test('shows what is stored, the value with its range in words, and what makes it wide', async () => {
  render(Score, { id: 34 });
  expect((await field(/^Effort, likely/)).value).toBe('1.5');
  expect(await screen.findByText('between 510 and 1,520 in 8 draws of 10')).toBeTruthy();
  expect(screen.getByText('A firmer effort would settle the order with OPP-18.')).toBeTruthy();
  expect(
    screen.getByRole('img', { name: 'Value: 940, between 510 and 1,520 in 8 draws of 10.' }),
  ).toBeTruthy();
  expect(screen.getByText('Effort from 1.5 to 2')).toBeTruthy();
  expect(asked('try_inputs')).toEqual([]);
});

test('asks for the value of what is typed, without storing it, and says what would change', async () => {
  render(Score, { id: 34 });
  await type(/^Effort, likely/, '1.75');
  await waitFor(() =>
    expect(asked('try_inputs').at(-1)).toEqual({
      id: 34,
      framework: 'rice',
      formula: null,
      inputs: [{ name: 'effort', range: range(1, 1.75, 2) }],
    }),
  );
  const would = await screen.findByRole('region', { name: 'If you save this' });
  await waitFor(() => expect(would.textContent).toContain('1, before 2'));
  expect(asked('set_inputs')).toEqual([]);
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
  expect((await save()).getAttribute('aria-disabled')).toBe('true');
});

test('Alt+U in a field takes the range from the evidence for that row only', async () => {
  render(Score, { id: 34 });
  const effort = await field(/^Effort, low/);
  effort.focus();
  await fireEvent.keyDown(effort, { key: 'u', code: 'KeyU', altKey: true });
  expect(effort.value).toBe('1');
  const reach = await field(/^Reach, low/);
  expect(reach.value).toBe('1400');
  reach.focus();
  await fireEvent.keyDown(reach, { key: 'u', code: 'KeyU', altKey: true });
  expect(reach.value).toBe('1380');
  expect((await field(/^Reach, high/)).value).toBe('2260');
  expect(await screen.findByText('used')).toBeTruthy();
});

test('Shift+W asks what if about this one', async () => {
  render(Score, { id: 34 });
  await field(/^Effort, low/);
  (document.activeElement as HTMLElement).blur();
  await fireEvent.keyDown(document.body, { key: 'W', code: 'KeyW', shiftKey: true });
  expect([place.now, view.selected]).toEqual([{ screen: 'whatIf' }, 34]);
});

test('Esc leaves without storing anything', async () => {
  render(Score, { id: 34 });
  await type(/^Reach, likely/, '1900');
  await fireEvent.keyDown(await field(/^Reach, likely/), { key: 'Escape' });
  expect(place.now).toEqual({ screen: 'opportunity', id: 34 });
  expect(asked('set_inputs')).toEqual([]);
});

test('without all it needs there is no value, and that is not zero', async () => {
  stored = scoreView({ value: null, missing: ['Impact', 'Effort'], histogram: [], rank: null });
  render(Score, { id: 34 });
  expect(await screen.findByText(/Impact and Effort still missing; that isn’t zero/)).toBeTruthy();
});

test('saving sends only what changed, once, and goes back', async () => {
  render(Score, { id: 34 });
  await type(/^Effort, high/, '3');
  await fireEvent.click(await save());
  await waitFor(() => expect(place.now).toEqual({ screen: 'opportunity', id: 34 }));
  expect(asked('set_inputs')).toEqual([{ id: 34, inputs: [{ name: 'effort', range: range(1, 1.5, 3) }] }]);
});

test('switching to another framework and back loses nothing that was typed', async () => {
  render(Score, { id: 34 });
  await type(/^Effort, high/, '3');
  await fireEvent.click(screen.getByRole('radio', { name: 'WSJF' }));
  const steps = await screen.findByRole('radiogroup', { name: 'Worth' });
  expect(within(steps).getByRole('radio', { checked: true }).textContent).toBe('8');
  expect(await screen.findByText(/Size still missing/)).toBeTruthy();
  await fireEvent.keyDown(within(steps).getByRole('radio', { checked: true }), { key: 'ArrowRight' });
  await waitFor(() =>
    expect(asked('try_inputs').at(-1)).toMatchObject({
      framework: 'wsjf',
      inputs: [{ name: 'worth', range: range(13, 13, 13) }],
    }),
  );
  await fireEvent.click(screen.getByRole('radio', { name: 'RICE' }));
  expect((await field(/^Effort, high/)).value).toBe('3');
});

test('a step can be said as a range instead', async () => {
  render(Score, { id: 34, by: 'wsjf' });
  await fireEvent.click(await screen.findByRole('button', { name: 'Size as a range' }));
  await type(/^Size, low/, '2');
  await type(/^Size, likely/, '3');
  await type(/^Size, high/, '5');
  await waitFor(() =>
    expect(asked('try_inputs').at(-1)).toMatchObject({ inputs: [{ name: 'size', range: range(2, 3, 5) }] }),
  );
});

test('beside a free number, steps are offered second', async () => {
  render(Score, { id: 34 });
  await fireEvent.click(await screen.findByRole('button', { name: 'Impact by its steps' }));
  await fireEvent.click(await screen.findByRole('radio', { name: 'Massive' }));
  await waitFor(() =>
    expect(asked('try_inputs').at(-1)).toMatchObject({ inputs: [{ name: 'impact', range: range(3, 3, 3) }] }),
  );
});

test('a class stands in the place of a number, with the warning of the whole', async () => {
  render(Score, { id: 34, by: 'moscow' });
  const value = await screen.findByRole('region', { name: 'Value: not set' });
  expect(within(value).getByText('Must have')).toBeTruthy();
  expect(screen.getByText(/above 60 % nothing can give/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Class as a range' })).toBeNull();
});

test('the workspace ranks by another framework only when that is asked', async () => {
  render(Score, { id: 34, by: 'wsjf' });
  await fireEvent.click(await screen.findByRole('button', { name: /Rank by WSJF/ }));
  expect(asked('use_framework')).toEqual([{ by: { framework: 'wsjf', formula: null, weights: [] } }]);
});

test('T shows the draws as a table', async () => {
  render(Score, { id: 34 });
  await screen.findByRole('img', { name: /^Value: 940/ });
  await fireEvent.keyDown(document.body, { key: 't', code: 'KeyT' });
  const table = await screen.findByRole('table');
  const cells = [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent?.trim()),
  );
  expect(cells).toEqual([
    ['200 to 510', '10\u00a0%', ''],
    ['510 to 1,520', '80\u00a0%', 'between P10 and P90'],
    ['1,520 to 2,000', '10\u00a0%', ''],
  ]);
});

test('a suggestion is said to be one until it is taken', async () => {
  render(Score, { id: 34 });
  const row = await screen.findByRole('group', { name: 'Reach, orders a quarter' });
  expect(row.querySelector('.found')?.textContent).toContain('Suggested:');
  expect(row.querySelector('.because')?.textContent).toBe('Distinct customers · n = 31');
  expect(within(row).getByRole('button', { name: /^Use this: the evidence for Reach/ })).toBeTruthy();
});

test('reach is suggested by its use, too', async () => {
  const reach = { n: 91, range: { low: 400, likely: 480, high: 480 }, because: 'people used “pay”' };
  stored = scoreView({ inputs: [scoreInput('reach', null, { by_use: reach })] });
  render(Score, { id: 34 });
  const row = await screen.findByRole('group', { name: 'Reach, orders a quarter' });
  await fireEvent.click(within(row).getByRole('button', { name: /^Use this: the use for Reach/ }));
  const fields = within(row).getAllByRole<HTMLInputElement>('textbox');
  expect(fields.map((field) => field.value)).toEqual(['400', '480', '480']);
});

test.each(['rice', 'wsjf', 'moscow'] as const)('nothing keeps people out of %s', async (by) => {
  render(Score, { id: 34, by });
  await save();
  expect(await barriers()).toEqual([]);
});
