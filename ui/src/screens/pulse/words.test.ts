import { expect, test } from 'vitest';
import { clockOf, minutesOf, readHours } from './hours';
import { readRange, writeRange } from './problem/ranges';
import { NOW, DAY, rate, tile, value } from './sample';
import { big, failWords, lagWords, span, stateWords, weekWords } from './words';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const MINUTE = 60_000;

test.each([
  [0, '0 min'],
  [47 * MINUTE, '47 min'],
  [101 * MINUTE, '1 h 41'],
  [185 * MINUTE, '3 h 05'],
  [120 * MINUTE, '2 h'],
  [59.6 * MINUTE, '1 h'],
  [1.9 * DAY, '45 h 36'],
  [2.2 * DAY, '2.2 d'],
  [12 * DAY, '12 d'],
])('%d milliseconds are %s', (ms, shown) => {
  expect(plain(span(ms))).toBe(shown);
});

test.each([
  [0, 'share', '0 %'],
  [0.094, 'share', '9.4 %'],
  [0.1739, 'share', '17.4 %'],
  [3.333, 'per_working_day', '3.3 a working day'],
  [2.4 * DAY, 'milliseconds', '2.4 days'],
  [60_000, 'milliseconds', '1 minute'],
] as const)('%d as %s is %s', (n, unit, words) => {
  const { shown, unit: small } = big(n, unit);
  expect(`${shown} ${small}`).toBe(words);
});

test('zero, too few, pending and no data are four different sentences', () => {
  const words = [
    value({ unit: 'share', value: 0, n: 48 }),
    { state: 'too_few' as const, n: 3, records: [] },
    { state: 'pending' as const, n: 3, settles_at: NOW + 3 * DAY },
    { state: 'no_data' as const, why: 'No source tells it.', todo: 'Connect one.' },
    rate,
  ].map((state) => plain(stateWords(state, NOW)));
  expect(words).toEqual([
    '0 %, n = 48',
    'Too few to sum up, n = 3',
    expect.stringMatching(/^Pending: 3 are under 72 hours old, settles Sun 12:00$/),
    'No data. No source tells it. Connect one.',
    '9.4 to 14.2 %, n = 212',
  ]);
});

test('a week without a number says why', () => {
  const weeks = tile('lead_time', 'Lead time', value()).weeks;
  expect(weeks.map((week) => plain(weekWords(week, 'milliseconds')))).toEqual(
    ['28.8 hours', 'Too few', '2.4 days'].map((w) => (w === '28.8 hours' ? '29 hours' : w)),
  );
});

test('lags and fail rates read as words', () => {
  expect(plain(lagWords(14 * MINUTE))).toBe('14 min before');
  expect(lagWords(-5)).toBe('while it was being changed');
  expect(plain(failWords(0, 0.07))).toBe('at most 7 %');
  expect(plain(failWords(0.01, 0.33))).toBe('1 to 33 %');
});

test.each([
  ['', null],
  ['65', { low: 65, likely: 65, high: 65 }],
  ['40 65 90', { low: 40, likely: 65, high: 90 }],
  ['40 - 65 - 90', { low: 40, likely: 65, high: 90 }],
  ['1,5', { low: 1.5, likely: 1.5, high: 1.5 }],
  ['90 65 40', undefined],
  ['40 65', undefined],
  ['a lot', undefined],
  ['-3', undefined],
])('%s is read as a range', (text, range) => {
  expect(readRange(text)).toEqual(range);
  if (range) expect(readRange(writeRange(range))).toEqual(range);
});

test.each([
  ['4', 240],
  ['1,5', 90],
  ['2 h', 120],
  ['0', undefined],
  ['soon', undefined],
])('%s hours', (text, minutes) => {
  expect(readHours(text)).toBe(minutes);
});

test.each([
  [540, '09:00'],
  [1020, '17:00'],
  [1440, '23:59'],
  [0, '00:00'],
])('%d minutes after midnight are %s, and back', (minutes, clock) => {
  expect(clockOf(minutes)).toBe(clock);
  expect(minutesOf(clock)).toBe(minutes);
});

test.each(['', '25:00', 'noon'])('"%s" is no time of day', (clock) => {
  expect(minutesOf(clock)).toBeNull();
});
