import { describe, expect, test } from 'vitest';
import type { OpportunityRow, Stage } from '../../ipc';
import {
  boardQuery,
  filtersInWords,
  grouped,
  ownersOf,
  queryOf,
  servicesOf,
  tabCounts,
  TABS,
  USUAL_COLUMNS,
  view,
} from './view.svelte';

const row = (stage: Stage, service: string | null = null) =>
  ({ stage, service, deleted: false }) as OpportunityRow;
const shown = {
  tab: 'open' as const,
  text: '',
  service: null,
  owner: null,
  stage: null,
  evidence: 0,
  sort: 'rank' as const,
};

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

test('the table keeps its filters, but not from one workspace to the other', () => {
  view.enter('demo');
  view.service = 'checkout';
  view.enter('demo');
  expect(view.service).toBe('checkout');
  view.enter('own');
  expect(view.service).toBeNull();
});

test('the board asks for every stage of the way, whatever the tab', () => {
  const query = boardQuery({ ...shown, tab: 'ready', stage: 'ready', owner: '' });
  expect(query.stages).toHaveLength(7);
  expect(query.stages).not.toContain('rejected');
  expect(query.owners).toEqual(['']);
});

test('rows stand under heads, and each head where its first row stands', () => {
  const rows = [
    { ...row('ready', 'b'), owner: 'Maya' },
    { ...row('captured'), owner: '' },
    { ...row('ready', 'b'), owner: 'Ann' },
  ];
  const heads = (by: 'stage' | 'service' | 'owner' | null) =>
    grouped(rows, by).map((group) => `${group.head} ${group.rows.length}`);
  expect(heads(null)).toEqual([' 3']);
  expect(heads('stage')).toEqual(['Ready 2', 'Captured 1']);
  expect(heads('service')).toEqual(['b 2', 'No service 1']);
  expect(heads('owner')).toEqual(['Maya 1', 'Nobody’s 1', 'Ann 1']);
  expect(ownersOf(rows)).toEqual(['Ann', 'Maya']);
});

test.each([
  [{}, {}],
  [{ tab: 'delivered' as const, text: 'tax', service: 'checkout' }, {}],
  [
    { tab: 'all' as const, stage: 'ready' as const, owner: '', sort: 'risk' as const },
    { tab: 'ready', stage: null },
  ],
  [{ tab: 'all' as const, stage: 'exported' as const, evidence: 5 }, {}],
])('a saved view with %j comes back', (over, instead) => {
  const asked = { ...shown, ...over };
  view.apply(queryOf(asked), { layout: 'table', group: 'owner', columns: ['risk'] });
  const { tab, text, service, owner, stage, evidence, sort } = view;
  expect({ tab, text, service, owner, stage, evidence, sort }).toEqual({ ...asked, ...instead });
  expect([view.group, view.columns]).toEqual(['owner', ['risk']]);
  view.apply(queryOf(asked), { layout: 'table', group: null, columns: null });
  expect(view.columns).toBe(USUAL_COLUMNS);
});
