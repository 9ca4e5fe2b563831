import { describe, expect, test } from 'vitest';
import {
  factors,
  rangeText,
  readFactor,
  readForm,
  readNumber,
  sameInputs,
  stillMissing,
  textOf,
} from './factors';

const ROWS = factors('orders a quarter');
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
  ] as const)('%s %j is wrong at %s', (name, [low, likely, high], part, wrong) => {
    expect(readFactor(row(name), { low, likely, high }, '.')).toEqual({ wrong, part });
  });
});

describe('the page', () => {
  const inputs = {
    reach: { low: 1400, likely: 1850, high: 2300 },
    impact: { low: 0.75, likely: 0.75, high: 0.75 },
    confidence: { low: 0.7, likely: 0.8, high: 0.9 },
    effort: null,
  };

  test('shows what is stored and reads it back unchanged', () => {
    expect(readForm(ROWS, textOf(ROWS, inputs))).toEqual({ inputs, wrong: {} });
  });

  test('gives no inputs while a row is wrong, and says which', () => {
    const text = textOf(ROWS, inputs);
    text.effort = { low: '2', likely: '1', high: '3' };
    const read = readForm(ROWS, text);
    expect(read.inputs).toBeNull();
    expect(Object.keys(read.wrong)).toEqual(['effort']);
  });

  test('an exact value fills only the likely field', () => {
    expect(rangeText(row('impact'), inputs.impact)).toEqual({ low: '', likely: '0.75', high: '' });
  });

  test.each([
    [{ ...inputs }, 'Effort'],
    [{ reach: null, impact: null, confidence: null, effort: null }, 'Reach, Impact and Effort'],
    [{ ...inputs, confidence: null, effort: inputs.impact }, ''],
  ])('says what the value still needs', (given, missing) => {
    expect(stillMissing(ROWS, given)).toBe(missing);
  });

  test.each([
    [{ ...inputs }, true],
    [{ effort: null, reach: { high: 2300, likely: 1850, low: 1400 }, ...pick('impact', 'confidence') }, true],
    [{ ...inputs, effort: inputs.impact }, false],
    [{ ...inputs, reach: null }, false],
    [{ ...inputs, confidence: { low: 0.7, likely: 0.8, high: 0.91 } }, false],
  ])('knows whether anything changed, in whatever order it came', (other, same) => {
    expect(sameInputs(ROWS, inputs, other)).toBe(same);
  });

  function pick(...names: ('impact' | 'confidence')[]) {
    return Object.fromEntries(names.map((name) => [name, inputs[name]])) as Pick<
      typeof inputs,
      'impact' | 'confidence'
    >;
  }
});
