import { describe, expect, test } from 'vitest';
import type { InputView, ScoreInput } from '../../ipc';
import {
  changedEntries,
  factorsOf,
  inWords,
  rangeText,
  readFactor,
  readForm,
  readNumber,
  stepOf,
  textOf,
} from './factors';

const input = (
  name: string,
  operator: string,
  least: number,
  most: number,
  over: Partial<InputView> = {},
) => ({
  name,
  label: name.charAt(0).toUpperCase() + name.slice(1),
  unit: '',
  operator,
  least,
  most,
  steps: [],
  only_steps: false,
  help: '',
  required: true,
  ...over,
});
const ROWS = factorsOf([
  input('reach', '', 0, 1e12),
  input('impact', '×', 0, 100, { steps: [0.5, 1, 2].map((value) => ({ value, label: '' })) }),
  input('confidence', '×', 0, 1, { required: false }),
  input('effort', '÷', 0.001, 10_000),
  input('size', '÷', 1, 20, { steps: [1, 2, 20].map((value) => ({ value, label: '' })), only_steps: true }),
]);
const row = (name: string) => ROWS.find((factor) => factor.name === name)!;

describe('a number as people write it', () => {
  test.each([
    ['1400', '.', 1400],
    ['1,400', '.', 1400],
    ['1.400', ',', 1400],
    ['1.400', '.', 1.4],
    ['1,400', ',', 1.4],
    ['1,5', '.', 1.5],
    ['1.5', ',', 1.5],
    ['1 400', '.', 1400],
    ['1’400.5', '.', 1400.5],
    ['1.234.567', '.', 1234567],
    ['1,234.5', ',', 1234.5],
    ['1.234,5', '.', 1234.5],
    ['0.125', ',', 0.125],
    ['.5', '.', 0.5],
    ['5.', '.', 5],
    ['-3', '.', -3],
  ] as const)('%s (decimal %s) is %d', (text, mark, number) => {
    expect(readNumber(text, mark)).toBe(number);
  });

  test.each(['', 'ten', '1e5', '1-2', '.', '12k', '1.2,3.4,5', 'Infinity', '∞'])(
    '%j is no number',
    (text) => {
      expect(readNumber(text, '.')).toBeNull();
    },
  );
});

describe('a row', () => {
  test.each([
    ['reach', ['1400', '1850', '2300'], { low: 1400, likely: 1850, high: 2300 }],
    ['reach', ['', '450', ''], { low: 450, likely: 450, high: 450 }],
    ['reach', ['0', '0', '0'], { low: 0, likely: 0, high: 0 }],
    ['confidence', ['50', '80', '100'], { low: 0.5, likely: 0.8, high: 1 }],
    ['effort', [' ', '', ''], null],
  ] as const)('%s %j', (name, [low, likely, high], range) => {
    expect(readFactor(row(name), { low, likely, high }, '.')).toEqual({ range });
  });

  test.each([
    ['reach', ['a', '2', '3'], 'low', '“a” is not a number.'],
    ['reach', ['-1', '2', '3'], 'low', 'Reach can’t be below 0.'],
    ['effort', ['', '0', ''], 'likely', 'Effort has to be above 0, it divides.'],
    ['impact', ['', '101', ''], 'likely', 'Impact ends at 100.'],
    ['confidence', ['', '101', ''], 'likely', 'Confidence ends at 100.'],
    ['reach', ['1', '', '3'], 'likely', 'Add the likely number.'],
    ['reach', ['1', '2', ''], 'high', 'Add the high number, or leave low and high empty.'],
    ['reach', ['', '2', '3'], 'low', 'Add the low number, or leave low and high empty.'],
    ['reach', ['3', '2', '4'], 'low', 'Low is above likely.'],
    ['reach', ['1', '5', '4'], 'high', 'High is below likely.'],
    ['size', ['', '0.5', ''], 'likely', 'Size begins at 1.'],
    ['size', ['', '3', ''], 'likely', 'Size is one of its steps.'],
  ] as const)('%s %j is wrong at %s', (name, [low, likely, high], part, wrong) => {
    expect(readFactor(row(name), { low, likely, high }, '.')).toEqual({ wrong, part });
  });
});

describe('the page', () => {
  const stored = (name: string, low: number, likely: number, high: number): ScoreInput => ({
    name,
    range: { low, likely, high },
    set_by: null,
    set_at: null,
    suggested: null,
    by_use: null,
    accepted: false,
  });
  const inputs = [
    stored('reach', 1400, 1850, 2300),
    stored('impact', 0.75, 0.75, 0.75),
    stored('confidence', 0.7, 0.8, 0.9),
  ];
  const [reach, impact] = [inputs[0]!.range, inputs[1]!.range];

  test('shows what is stored and reads it back unchanged', () => {
    const { entries, wrong } = readForm(ROWS, textOf(ROWS, inputs));
    expect(entries?.map(({ range }) => range)).toEqual([reach, impact, inputs[2]!.range, null, null]);
    expect(wrong.size).toBe(0);
  });

  test('gives no entries while a row is wrong, and says which', () => {
    const text = textOf(ROWS, inputs);
    text.effort = { low: '2', likely: '1', high: '3' };
    const read = readForm(ROWS, text);
    expect(read.entries).toBeNull();
    expect([...read.wrong.keys()]).toEqual(['effort']);
    expect(read.ranges.get('reach')).toEqual(reach);
  });

  test('an exact value fills only the likely field', () => {
    expect(rangeText(row('impact'), impact)).toEqual({ low: '', likely: '0.75', high: '' });
  });

  test('only what differs is sent', () => {
    const text = textOf(ROWS, inputs);
    text.effort = { low: '', likely: '3', high: '' };
    text.impact = { low: '', likely: '', high: '' };
    expect(changedEntries(ROWS, readForm(ROWS, text).entries!, inputs)).toEqual([
      { name: 'impact', range: null },
      { name: 'effort', range: { low: 3, likely: 3, high: 3 } },
    ]);
  });

  test('a stored number with many decimals isn’t taken for changed', () => {
    const third = [stored('reach', 1 / 3, 2 / 3, 1)];
    expect(changedEntries(ROWS, readForm(ROWS, textOf(ROWS, third)).entries!, third)).toEqual([]);
  });

  test.each([
    [{ low: 2, likely: 2, high: 2 }, 2],
    [{ low: 3, likely: 3, high: 3 }, null],
    [{ low: 1, likely: 2, high: 2 }, null],
    [null, null],
  ])('%j is the step %j', (range, step) => expect(stepOf(row('impact'), range)).toBe(step));

  test.each([
    [[], ''],
    [['Effort'], 'Effort'],
    [['Reach', 'Impact', 'Effort'], 'Reach, Impact and Effort'],
  ])('%j reads %j', (names, words) => expect(inWords(names)).toBe(words));
});
