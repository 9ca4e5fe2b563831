// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import {
  age,
  calendarDay,
  count,
  date,
  duration,
  moment,
  money,
  moneyShort,
  number,
  percent,
  size,
  usable,
} from './format';

const plain = (text: string) => text.replace(/\u00a0/g, ' ');
const HOUR = 3_600_000;
const at = (text: string) => new Date(text).getTime();

test('a system without a language is written to in British English', () => {
  expect(['C', 'de-CH', 'en_GB', '', undefined].map(usable)).toEqual([
    'en-GB',
    'de-CH',
    'en-GB',
    'en-GB',
    'en-GB',
  ]);
});

test.each([
  [1180, '1,180'],
  [0, '0'],
  [0.667, '0.67'],
  [9.25, '9.25'],
  [-12.7, '-13'],
])('number %s is %s', (n, shown) => expect(number(n)).toBe(shown));

test.each([
  [0.82, '82 %'],
  [0, '0 %'],
  [0.002, '<1 %'],
  [0.999, '>99 %'],
  [1, '100 %'],
])('a share of %s is %s', (share, shown) => expect(plain(percent(share))).toBe(shown));

test.each([
  [184_000, 'EUR', '€184,000', '€184 k'],
  [1_020_000, 'EUR', '€1,020,000', '€1.02 M'],
  [999_900, 'EUR', '€999,900', '€1 M'],
  [940, 'USD', '$940', '$940'],
  [-2_400, 'EUR', '-€2,400', '-€2 k'],
])('%s %s is %s, short %s', (amount, currency, long, short) => {
  expect(plain(money(amount, currency))).toBe(long);
  expect(plain(moneyShort(amount, currency))).toBe(short);
});

test('a currency that isn’t one stands before the number', () => {
  expect(plain(moneyShort(184_000, 'beans'))).toBe('beans 184 k');
  expect(plain(money(7, 'EUR 2'))).toBe('EUR 2 7');
  expect(plain(money(7, ''))).toBe('7');
});

describe('ages', () => {
  const now = at('2026-11-21T12:00:00');
  test.each([
    ['2026-11-21T11:59:30', 'now'],
    ['2026-11-21T11:22:00', '38 m'],
    ['2026-11-21T07:00:00', '5 h'],
    ['2026-11-17T12:00:00', 'Tue'],
    ['2026-10-12T12:00:00', 'Oct 12'],
    ['2025-10-12T12:00:00', 'Oct 2025'],
    ['2026-11-23T12:00:00', 'Mon'],
  ])('%s is %s', (then, shown) => expect(plain(age(at(then), now))).toBe(shown));

  test.each([
    ['2026-11-21T08:49:00', 'today 08:49'],
    ['2026-11-20T23:59:00', 'yesterday 23:59'],
    ['2026-11-22T00:05:00', 'tomorrow 00:05'],
    ['2026-11-17T17:02:00', 'Tue 17:02'],
    ['2026-10-12T17:02:00', 'Oct 12 17:02'],
  ])('the moment %s is %s', (then, shown) => expect(plain(moment(at(then), now))).toBe(shown));

  test('yesterday follows the calendar, not 24 hours', () => {
    const early = at('2026-11-21T00:10:00');
    expect(moment(early - HOUR / 4, early)).toBe('yesterday 23:55');
  });
});

test('a calendar day has no time zone', () => {
  expect(calendarDay('2027-01-12')).toBe(date(new Date(2027, 0, 12).getTime()));
  expect(calendarDay('soon')).toBe('soon');
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [214_000_000, '214 MB'],
  [1_500_000_000, '1.5 GB'],
  [999_600, '1 MB'],
])('%s bytes are %s', (bytes, shown) => expect(plain(size(bytes))).toBe(shown));

test.each([
  [0.2, '1 s'],
  [25, '25 s'],
  [180, '3 min'],
  [4200, '70 min'],
  [7800, '2 h 10 min'],
])('%s seconds are %s', (seconds, shown) => expect(plain(duration(seconds))).toBe(shown));

test('counts carry the right form of their word', () => {
  expect(count(1, 'ticket')).toBe('1 ticket');
  expect(count(2611, 'ticket')).toBe('2,611 tickets');
  expect(count(0, 'match', 'matches')).toBe('0 matches');
});
