import { describe, expect, test } from 'vitest';
import type { OpportunityRow, Stage } from '../../ipc';
import { filtersInWords, queryOf, servicesOf, stepFrom, tabCounts, TABS, view } from './view.svelte';

const row = (stage: Stage, service: string | null = null) =>
  ({ stage, service, deleted: false }) as OpportunityRow;
const shown = { tab: 'open' as const, text: '', service: null, stage: null, evidence: 0 };

describe('the question to the engine', () => {
  test.each([
    [{}, ['captured', 'assessing', 'ready', 'exported', 'in_progress']],
    [{ tab: 'ready' as const }, ['ready']],
    [{ tab: 'all' as const, stage: 'rejected' as const }, ['rejected']],
  ])('%j asks for %j', (over, stages) => {
    expect(queryOf({ ...shown, ...over }).stages).toEqual(stages);
  });

  test('carries the filters', () => {
    expect(queryOf({ ...shown, text: ' cart ', service: 'checkout', evidence: 5 })).toMatchObject({
      text: 'cart',
      services: ['checkout'],
      min_evidence: 5,
      include_deleted: false,
    });
  });
});

test('every stage is counted under All and, declined ones apart, under one of Open and Delivered', () => {
  const rows = TABS.find((tab) => tab.id === 'all')!.stages.map((stage) => row(stage));
  const counts = tabCounts(rows);
  expect(counts.all).toBe(rows.length);
  expect(counts.open + counts.delivered + counts.rejected).toBe(rows.length);
  expect(counts).toMatchObject({ ready: 1, sent: 2, rejected: 1 });
});

test('what is deleted is under Deleted alone', () => {
  const rows = [row('ready'), { ...row('ready'), deleted: true }, { ...row('rejected'), deleted: true }];
  expect(tabCounts(rows)).toMatchObject({ open: 1, ready: 1, rejected: 0, all: 1, deleted: 2 });
  expect(queryOf({ ...shown, tab: 'deleted' })).toMatchObject({
    include_deleted: true,
    stages: TABS.at(-1)!.stages,
  });
});

test('services are named once, in order', () => {
  expect(
    servicesOf([row('ready', 'b'), row('ready', 'a'), row('ready', 'b'), row('ready'), row('ready', '')]),
  ).toEqual(['a', 'b']);
});

test.each([
  [{}, ''],
  [{ evidence: 5 }, 'Evidence at least 5'],
  [{ text: ' tax ', service: 'checkout', stage: 'ready' as const }, '“tax”, Service checkout, Stage Ready'],
])('filters %j read %j', (over, words) => {
  expect(filtersInWords({ ...shown, ...over })).toBe(words);
});

test.each([
  [[], null, 1, null],
  [[4, 7, 9], null, 1, 4],
  [[4, 7, 9], null, -1, 9],
  [[4, 7, 9], 7, 1, 9],
  [[4, 7, 9], 9, 1, 9],
  [[4, 7, 9], 4, -1, 4],
  [[4, 7, 9], 5, 1, 4],
  [[4, 7, 9], 4, 10, 9],
])('from %j at %j, %d rows on is %j', (ids, present, by, next) => {
  expect(stepFrom(ids, present, by)).toBe(next);
});

test('the table keeps its filters, but not from one workspace to the other', () => {
  view.enter('demo');
  view.service = 'checkout';
  view.enter('demo');
  expect(view.service).toBe('checkout');
  view.enter('own');
  expect(view.service).toBeNull();
});
