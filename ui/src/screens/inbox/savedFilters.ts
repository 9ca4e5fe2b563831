/** A saved query as the filters that a person sees. */
import type { Facets, NamedCount, SignalQuery } from '../../ipc';
import { noFilters, type Filters } from './filters';

/** The filters that ask `query`; `facets` knows the names of what it narrows by. */
export function filtersOf(query: SignalQuery, facets: Facets): Filters {
  const named = (ids: readonly number[], all: readonly NamedCount[]) =>
    ids.map((id) => ({ id, name: all.find((one) => one.id === id)?.name ?? `number ${id}` }));
  return {
    ...noFilters,
    text: query.text,
    kinds: query.kinds,
    severities: query.severities,
    statuses: query.statuses,
    services: named(query.services, facets.services),
    products: named(query.products, facets.products),
    customers: named(query.customers, facets.customers),
    connections: named(query.connections, facets.connections),
    themes: named(query.themes, facets.themes),
    from: localDay(query.from, 0),
    to: localDay(query.to, -1),
    unread: query.unread_only,
    minRevenue: query.min_revenue,
    sort: query.sort,
  };
}

/** The question whose facets name what a saved query narrows by: the same states, nothing else. */
export function askingForNames(query: SignalQuery): SignalQuery {
  return {
    ...query,
    text: '',
    kinds: [],
    severities: [],
    statuses: [],
    services: [],
    products: [],
    customers: [],
    connections: [],
    themes: [],
    from: null,
    to: null,
    unread_only: false,
    min_revenue: null,
  };
}

/** The local day of an instant, moved by `days`: `2026-11-02`; empty where it is open. */
function localDay(time: number | null, days: number): string {
  if (time === null) return '';
  const at = new Date(time);
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
