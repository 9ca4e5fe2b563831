import { expect, test } from 'vitest';
import type { Facets } from '../../ipc';
import { noFilters, queryOf, type Filters } from './filters';
import { askingForNames, filtersOf } from './savedFilters';

const facets = {
  services: [{ id: 3, name: 'checkout', count: 9 }],
  products: [],
  customers: [{ id: 8, name: 'Acme', count: 2 }],
  connections: [],
  themes: [{ id: 0, name: 'No theme', count: 4 }],
} as unknown as Facets;

const chosen: Filters = {
  ...noFilters,
  text: 'cart',
  kinds: ['ticket'],
  severities: ['critical'],
  statuses: ['open'],
  services: [{ id: 3, name: 'checkout' }],
  customers: [{ id: 8, name: 'Acme' }],
  themes: [{ id: 0, name: 'No theme' }],
  from: '2026-11-01',
  to: '2026-11-30',
  unread: true,
  minRevenue: 100_000,
  sort: 'revenue',
};

test('what was saved comes back as it was chosen', () => {
  expect(filtersOf(queryOf('snoozed', chosen), facets)).toEqual(chosen);
  expect(filtersOf(queryOf('inbox', noFilters), facets)).toEqual(noFilters);
});

test('a name that isn’t there any more says so', () => {
  const query = queryOf('inbox', { ...noFilters, services: [{ id: 99, name: 'gone' }] });
  expect(filtersOf(query, facets).services).toEqual([{ id: 99, name: 'number 99' }]);
});

test('names are asked for among everything of the same state', () => {
  expect(askingForNames(queryOf('snoozed', chosen))).toEqual({
    ...queryOf('snoozed', noFilters),
    sort: 'revenue',
  });
});
