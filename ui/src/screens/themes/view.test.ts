import { describe, expect, test } from 'vitest';
import { bySubject, filtersInWords, queryOf, view } from './view.svelte';
import { changeWords, marks, signedPercent, similarityWord, standingWords } from './words';
import { listOf, theme } from './sample';

const shown = {
  text: '',
  trend: null,
  service: null,
  revenue: null,
  sort: 'at_stake' as const,
  bySubject: false,
};

describe('the question to the engine', () => {
  test.each([
    ['all', 'all'],
    ['not_a_theme', 'not_a_theme'],
    ['proposals', 'all'],
  ] as const)('the tab %s asks for the view %s', (tab, asked) => {
    expect(queryOf(tab, shown).view).toBe(asked);
  });

  test('carries filters, order and subjects', () => {
    const filters = { text: ' tax ', trend: 'growing' as const, service: { id: 4, name: 'checkout' } };
    expect(
      queryOf('all', { ...shown, ...filters, revenue: 20_000, sort: 'change', bySubject: true }),
    ).toMatchObject({
      text: 'tax',
      trends: ['growing'],
      services: [4],
      min_revenue: 20_000,
      sort: 'change',
      by_subject: true,
    });
  });
});

test.each([
  [{}, ''],
  [{ trend: 'new' as const }, 'State New'],
  [{ text: ' tax ', service: { id: 1, name: 'checkout' } }, '“tax”, Service checkout'],
  [{ revenue: 20_000 }, 'Customers over €20\u00a0k a year'],
])('filters %j read %j', (over, words) => {
  expect(filtersInWords({ ...shown, ...over }, 'EUR')).toBe(words);
});

test('rows come under their subjects, in the order in which these turn up', () => {
  const rows = [
    theme(1, 'a', { subject: 'Money' }),
    theme(2, 'b', { subject: 'Speed' }),
    theme(3, 'c', { subject: 'Money' }),
  ];
  expect(bySubject(rows).map(({ subject, rows }) => [subject, rows.map((row) => row.id)])).toEqual([
    ['Money', [1, 3]],
    ['Speed', [2]],
  ]);
  expect(bySubject([theme(1, 'a'), theme(2, 'b')])).toHaveLength(1);
});

test.each([
  [1.48, '+148\u00a0%'],
  [-0.09, '−9\u00a0%'],
  [0.001, '0\u00a0%'],
  [0, '0\u00a0%'],
])('a change of %d is %s', (share, words) => {
  expect(signedPercent(share)).toBe(words);
});

test.each([
  [{ trend: 'new' as const, change: null, age_weeks: 5 }, '5 weeks old'],
  [{ trend: 'new' as const, change: 3, age_weeks: 1 }, '1 week old'],
  [{ trend: 'new' as const, change: null, age_weeks: 0 }, 'this week'],
  [{ trend: 'growing' as const, change: null, age_weeks: 12 }, 'None before'],
  [{ trend: 'growing' as const, change: 0.5, age_weeks: 12 }, '+50\u00a0%'],
])('%j reads %s', (row, words) => {
  expect(changeWords(row)).toBe(words);
});

test('how far the grouping is', () => {
  const { standing } = listOf([]);
  const now = (standing.placed_at ?? 0) + 6 * 60_000;
  expect(standingWords(standing, now)).toBe('from 3,418 signals, placed 6 minutes ago.');
  expect(standingWords({ ...standing, placed_at: null, waiting: 1 }, now)).toBe(
    'from 3,418 signals. 1 waits to be placed.',
  );
});

test('what sets a row apart is said', () => {
  const until = () => 'Monday';
  expect(marks(theme(1, 'a'), until)).toEqual([]);
  expect(
    marks(theme(1, 'a', { mixed: true, by_words: true, snoozed_until: 5, dismissed: true }), until),
  ).toEqual(['looks mixed', 'by words only', 'snoozed until Monday', 'not a theme']);
  expect(marks(theme(1, 'a', { waits_for: '3 more signals come' }), until)).toEqual([
    'snoozed until 3 more signals come',
  ]);
  expect(marks(theme(1, 'a', { back: '3 more signals came' }), until)).toEqual(['back: 3 more signals came']);
});

test.each([
  [0.9, 'very similar'],
  [0.72, 'fairly similar'],
  [0.5, 'somewhat similar'],
  [0.2, 'not very similar'],
])('%d is %s', (similarity, word) => {
  expect(similarityWord(similarity)).toBe(word);
});

test('the table keeps its filters, but not from one workspace to the other', () => {
  view.enter('demo');
  Object.assign(view, { trend: 'new', sort: 'signals' });
  view.toggle(3);
  view.enter('demo');
  expect([view.trend, view.sort, view.checked]).toEqual(['new', 'signals', [3]]);
  view.enter('own');
  expect([view.trend, view.sort, view.checked]).toEqual([null, 'at_stake', []]);
});
