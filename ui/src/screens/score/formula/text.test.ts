import { expect, test } from 'vitest';
import type { FormulaName } from '../../../ipc';
import { drawn, insert, offsetOf, problemWords } from './text';

const name = (name: string, kind: FormulaName['kind']): FormulaName => ({
  name,
  kind,
  unit: '',
  meaning: '',
  example: '',
});
const NAMES = [
  name('reach', 'input'),
  name('risk_cost', 'evidence'),
  name('effort', 'input'),
  name('if', 'function'),
];
const TEXT = '# worth\nhurt = reach * if(3.5 > 2, 1)\nvalue = hurt / (effort + risk_cost';
const problem = {
  line: 3,
  character: 35,
  length: 0,
  says: 'a closing bracket is missing.',
  todo: '',
  repair: null,
};

test('each word has its sort, and the parts are the text again', () => {
  const lines = drawn(TEXT, NAMES, null);
  expect(lines.map((line) => line.map((part) => part.text).join('')).join('\n')).toBe(TEXT);
  const sorts = lines.flat().filter(({ sort }) => sort !== 'plain');
  expect(sorts.map(({ text, sort }) => `${text}: ${sort}`)).toEqual([
    '# worth: comment',
    'reach: input',
    'if: function',
    '3.5: number',
    '2: number',
    '1: number',
    'effort: input',
    'risk_cost: evidence',
  ]);
});

test.each([
  [{ line: 2, character: 8, length: 5 }, 'reach'],
  [{ line: 2, character: 10, length: 5 }, 'ach *'],
  [{ line: 3, character: 35, length: 0 }, ' '],
  [{ line: 3, character: 1, length: 1 }, 'v'],
])('a problem at %j is marked on %j', (at, marked) => {
  const lines = drawn(TEXT, NAMES, { ...problem, ...at });
  const bad = lines.map((line) =>
    line
      .filter((part) => part.bad)
      .map((part) => part.text)
      .join(''),
  );
  expect(bad).toEqual([1, 2, 3].map((line) => (line === at.line ? marked : '')));
  const kept = lines.map((line) =>
    line
      .map((part) => part.text)
      .join('')
      .trimEnd(),
  );
  expect(kept.join('\n')).toBe(TEXT);
});

test('emoji and empty lines are kept as they are', () => {
  const text = '\n\n# 🎯 goal\n';
  expect(
    drawn(text, NAMES, null)
      .map((line) => line.map((part) => part.text).join(''))
      .join('\n'),
  ).toBe(text);
});

test.each([
  [{ line: 1, character: 1 }, 0],
  [{ line: 2, character: 1 }, 8],
  [{ line: 3, character: 35 }, TEXT.length],
  [{ line: 3, character: 999 }, TEXT.length],
])('%j begins at %d', (at, offset) => expect(offsetOf(TEXT, at)).toBe(offset));

test.each([
  ['a = ', 4, 4, 'reach', 'a = reach', 9],
  ['a', 1, 1, 'reach', 'a reach', 7],
  ['a = b', 4, 5, 'reach', 'a = reach', 9],
  ['a = 2', 4, 4, 'reach', 'a = reach 2', 9],
  ['a = ', 4, 4, 'if', 'a = if()', 7],
])('into %j at %d a name is written', (text, start, end, which, written, at) => {
  const found = NAMES.find((one) => one.name === which)!;
  expect(insert(text, { start, end }, found)).toEqual({ text: written, at });
});

test('a problem is said with its line and its character', () => {
  expect(problemWords(problem)).toBe('Line 3, character 35: a closing bracket is missing.');
});
