import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { FormulaCheck, FormulaView } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { DETAIL, DONE, FRAMEWORKS, scoreView } from '../sample';
import Score from '../Score.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
const GOOD = 'value = reach / effort';
const BAD = 'value = reach / (effort';

const row = (id: number, rank: number | null, today: number | null, missing: string[] = []) => ({
  opportunity: { id, label: `OPP-${id}`, title: `Title ${id}` },
  rank,
  value: rank === null ? null : { p10: 100, p50: 1000 / rank, p90: 1200 },
  today,
  missing,
});

/** As the engine would: one bracket too few is found at its place, and can be repaired. */
function checked(text: string): FormulaCheck {
  const open = text.includes('(') && !text.includes(')');
  return {
    problem: open
      ? {
          line: 1,
          character: text.length + 1,
          length: 0,
          says: 'a closing bracket is missing.',
          todo: 'Add “)” after effort.',
          repair: { label: 'Add it', text: `${text})` },
        }
      : null,
    repaired: open,
    unit: 'orders ÷ person-months',
    uses: ['reach', 'effort'],
    rows: [row(31, 1, 1), row(34, 2, 4), row(41, null, 3, ['effort'])],
    with_value: 2,
    lacking: 1,
    lacks: [{ name: 'effort', opportunities: [{ id: 41, label: 'OPP-41', title: 'Title 41' }] }],
    axis: 2000,
  };
}

let formulas: FormulaView[];

beforeEach(() => {
  const version = (n: number, text: string) => ({ version: n, text, at: 0, actor: 'Maya' });
  formulas = [
    {
      uid: 'f1',
      name: 'Worth of a quarter',
      text: GOOD,
      version: 2,
      versions: [version(2, GOOD), version(1, 'value = reach')],
      chosen: false,
    },
  ];
  call.mockReset();
  place.reset({ screen: 'score', id: 34 });
  call.mockImplementation(async (name: string, args: { text: string }) => {
    if (name === 'opportunity') return DETAIL;
    if (name === 'frameworks') return FRAMEWORKS;
    if (name === 'formulas') return formulas;
    if (name === 'formula_names')
      return [
        { name: 'reach', kind: 'input', unit: 'orders', meaning: 'How many', example: 'reach' },
        { name: 'people', kind: 'evidence', unit: '', meaning: 'Who reported it', example: 'people' },
        { name: 'min', kind: 'function', unit: '', meaning: 'The smaller one', example: 'min(a, b)' },
      ];
    if (name === 'check_formula') return checked(args.text);
    if (name === 'score_in') return scoreView({ framework: 'custom', points: 'points' });
    if (['save_formula', 'use_framework', 'delete_formula'].includes(name)) return DONE;
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
const area = () => screen.findByLabelText<HTMLTextAreaElement>('Formula', { selector: 'textarea' });
const type = async (text: string) => fireEvent.input(await area(), { target: { value: text } });
const save = async () => (await screen.findAllByRole('button', { name: /Save formula/ }))[0]!;
const off = async () => (await save()).querySelector('.unseen')?.textContent ?? '';

test('a wrong formula is marked at its line and said in a sentence, and can’t be saved', async () => {
  render(Score, { id: 34, by: 'custom' });
  await type(BAD);
  const sentence = await screen.findByText('Line 1, character 24: a closing bracket is missing.');
  const text = await area();
  expect(text.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(text.getAttribute('aria-describedby')!)?.contains(sentence)).toBe(true);
  expect(document.querySelectorAll('.line.bad .mark')).toHaveLength(1);
  await waitFor(async () => expect(await off()).toBe('Fix line 1 first.'));
  await fireEvent.click(await save());
  expect(asked('save_formula')).toEqual([]);
  expect(screen.getByText(/The last working version stays in force/)).toBeTruthy();
});

test('one key repairs it, and then it is saved as the next version', async () => {
  render(Score, { id: 34, by: 'custom' });
  await type(BAD);
  await screen.findByText(/Line 1, character 24/);
  await fireEvent.keyDown(await area(), { key: 'r', code: 'KeyR', altKey: true });
  expect((await area()).value).toBe(`${BAD})`);
  await waitFor(async () => expect(await off()).toBe(''));
  await fireEvent.click(await save());
  expect(asked('save_formula')).toEqual([{ uid: 'f1', name: 'Worth of a quarter', text: `${BAD})` }]);
});

test('F8 goes to the problem, also out of the text', async () => {
  render(Score, { id: 34, by: 'custom' });
  await type(BAD);
  await screen.findByText(/Line 1, character 24/);
  (await area()).setSelectionRange(0, 0);
  await fireEvent.keyDown(document.body, { key: 'F8', code: 'F8' });
  expect(document.activeElement).toBe(await area());
  expect((await area()).selectionStart).toBe(BAD.length);
});

test('the live check says who gets a value, who moves and who lacks what', async () => {
  render(Score, { id: 34, by: 'custom' });
  const live = await screen.findByRole('region', { name: 'Live check' });
  expect(within(live).getByText('2 get a value')).toBeTruthy();
  expect(within(live).getByText('1 lacks an input')).toBeTruthy();
  const cells = [...live.querySelectorAll('tbody tr')].map((line) =>
    line.lastElementChild?.textContent?.trim(),
  );
  expect(cells).toEqual(['same place', 'up from 4']);
  expect(
    within(live).getByText(/Missing: effort in OPP-41. They rank last and say so, never as 0/),
  ).toBeTruthy();
});

test('a name is written where the cursor is', async () => {
  render(Score, { id: 34, by: 'custom' });
  (await area()).setSelectionRange(GOOD.length, GOOD.length);
  await fireEvent.click(await screen.findByRole('button', { name: /^people, Who reported it/ }));
  expect((await area()).value).toBe(`${GOOD} people`);
});

test('Esc goes back to the last version, then leaves', async () => {
  render(Score, { id: 34, by: 'custom' });
  await type('value = 1');
  await fireEvent.keyDown(await area(), { key: 'Escape' });
  expect((await area()).value).toBe(GOOD);
  await fireEvent.keyDown(await area(), { key: 'Escape' });
  expect(place.now).toEqual({ screen: 'opportunity', id: 34 });
});

test('an earlier version comes back into the editor', async () => {
  render(Score, { id: 34, by: 'custom' });
  await fireEvent.click(await screen.findByRole('button', { name: /Versions 2/ }));
  await fireEvent.click(await screen.findByText('Version 1'));
  expect((await area()).value).toBe('value = reach');
});

test('a new one starts from a framework and needs a name', async () => {
  formulas = [];
  render(Score, { id: 34, by: 'custom' });
  expect((await area()).value).toBe('value = reach * impact / effort');
  await waitFor(async () => expect(await off()).toBe('Give it a name first.'));
  await fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'Mine' } });
  await waitFor(async () => expect(await off()).toBe(''));
  await fireEvent.click(await save());
  expect(asked('save_formula')).toEqual([
    { uid: null, name: 'Mine', text: 'value = reach * impact / effort' },
  ]);
});

test('the workspace ranks by it when that is asked', async () => {
  render(Score, { id: 34, by: 'custom' });
  await fireEvent.click(await screen.findByRole('button', { name: /Rank by Worth of a quarter/ }));
  expect(asked('use_framework')).toEqual([{ by: { framework: 'custom', formula: 'f1', weights: [] } }]);
});

test.each([GOOD, BAD])('nothing keeps people out of %s', async (text) => {
  render(Score, { id: 34, by: 'custom' });
  await type(text);
  await screen.findByRole('region', { name: 'Live check' });
  await waitFor(() => expect(asked('check_formula').at(-1)).toEqual({ text }));
  expect(await barriers()).toEqual([]);
});
