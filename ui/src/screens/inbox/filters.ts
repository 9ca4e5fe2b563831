import type { Kind, Severity, SignalQuery, SignalSort, Status, TriageState } from '../../ipc';
import type { Split } from '../../state/route.svelte';
import { date, number } from '../../format';
import { kinds, severities, statuses } from '../../words';

/** What the person narrowed the list by, beside the split. */
export interface Filters {
  text: string;
  kinds: Kind[];
  severities: Severity[];
  /** Where the record stands in its tool. */
  statuses: Status[];
  services: { id: number; name: string }[];
  products: { id: number; name: string }[];
  customers: { id: number; name: string }[];
  connections: { id: number; name: string }[];
  /** 0 stands for signals that fit no theme. */
  themes: { id: number; name: string }[];
  /** Local days, `2026-11-02`; `to` is the last day that counts. Empty: open. */
  from: string;
  to: string;
  unread: boolean;
  /** Only customers worth at least this a year, in the workspace's currency. */
  minRevenue: number | null;
  sort: SignalSort;
}

export const noFilters: Filters = {
  text: '',
  kinds: [],
  severities: [],
  statuses: [],
  services: [],
  products: [],
  customers: [],
  connections: [],
  themes: [],
  from: '',
  to: '',
  unread: false,
  minRevenue: null,
  sort: 'newest',
};

export const sorts: Record<SignalSort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  severity: 'Severity first',
  revenue: 'Revenue first',
};

export const splitTitles: Record<Split, string> = {
  inbox: 'Inbox',
  incidents: 'Incidents',
  snoozed: 'Snoozed',
  accepted: 'Accepted',
  declined: 'Declined',
  merged: 'Merged',
};

const splitStates: Record<Split, TriageState[]> = {
  inbox: [],
  incidents: [],
  snoozed: ['snoozed'],
  accepted: ['accepted'],
  declined: ['declined'],
  merged: ['merged'],
};

/** Tabs by kind; "Other" gathers what machines send most. */
export type Tab = 'all' | 'ticket' | 'feedback' | 'incident' | 'error' | 'other';

export const tabKinds: Record<Tab, Kind[]> = {
  all: [],
  ticket: ['ticket'],
  feedback: ['feedback'],
  incident: ['incident'],
  error: ['error'],
  other: ['alert', 'change', 'deployment'],
};

/** The tab whose kinds are exactly these; null when the filter picked another set. */
export function tabOf(chosen: Kind[]): Tab | null {
  const same = (tab: Tab) => [...tabKinds[tab]].sort().join() === [...chosen].sort().join();
  return (Object.keys(tabKinds) as Tab[]).find(same) ?? null;
}

export function queryOf(split: Split, filters: Filters): SignalQuery {
  return {
    text: filters.text.trim(),
    kinds: split === 'incidents' ? ['incident'] : filters.kinds,
    severities: filters.severities,
    statuses: filters.statuses,
    states: splitStates[split],
    services: filters.services.map((one) => one.id),
    products: filters.products.map((one) => one.id),
    customers: filters.customers.map((one) => one.id),
    connections: filters.connections.map((one) => one.id),
    from: dayStart(filters.from, 0),
    to: dayStart(filters.to, 1),
    unread_only: filters.unread,
    min_revenue: filters.minRevenue,
    themes: filters.themes.map((one) => one.id),
    by_theme: false,
    sort: filters.sort,
  };
}

/** Midnight of a local day plus `days`; null when nothing readable stands there. */
export function dayStart(day: string, days: number): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!found) return null;
  const time = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + days).getTime();
  return Number.isNaN(time) ? null : time;
}

/** One active filter as a sentence with a way to clear it. The tabs show kinds themselves. */
export interface Active {
  name: string;
  value: string;
  cleared: Filters;
}

export function active(filters: Filters): Active[] {
  const names = (list: { name: string }[]) =>
    list.length > 2
      ? `${list[0]?.name} and ${list.length - 1} more`
      : list.map((one) => one.name).join(' or ');
  const found: (Active | false)[] = [
    filters.kinds.length > 0 &&
      tabOf(filters.kinds) === null && {
        name: 'Kind',
        value: filters.kinds.map((kind) => kinds[kind].one).join(' or '),
        cleared: { ...filters, kinds: [] },
      },
    filters.severities.length > 0 && {
      name: 'Severity',
      value: filters.severities.map((one) => severities[one]).join(' or '),
      cleared: { ...filters, severities: [] },
    },
    filters.statuses.length > 0 && {
      name: 'Status',
      value: filters.statuses.map((one) => statuses[one]).join(' or '),
      cleared: { ...filters, statuses: [] },
    },
    filters.services.length > 0 && {
      name: 'Service',
      value: names(filters.services),
      cleared: { ...filters, services: [] },
    },
    filters.products.length > 0 && {
      name: 'Product',
      value: names(filters.products),
      cleared: { ...filters, products: [] },
    },
    filters.customers.length > 0 && {
      name: 'Customer',
      value: names(filters.customers),
      cleared: { ...filters, customers: [] },
    },
    filters.connections.length > 0 && {
      name: 'From',
      value: names(filters.connections),
      cleared: { ...filters, connections: [] },
    },
    filters.themes.length > 0 && {
      name: 'Theme',
      value: names(filters.themes),
      cleared: { ...filters, themes: [] },
    },
    (filters.from !== '' || filters.to !== '') && {
      name: 'Happened',
      value: span(filters),
      cleared: { ...filters, from: '', to: '' },
    },
    filters.minRevenue !== null && {
      name: 'Revenue',
      value: `at least ${number(filters.minRevenue)} a year`,
      cleared: { ...filters, minRevenue: null },
    },
    filters.unread && { name: 'Only', value: 'unread', cleared: { ...filters, unread: false } },
  ];
  return found.filter((one) => one !== false);
}

function span({ from, to }: Filters): string {
  const start = dayStart(from, 0);
  const end = dayStart(to, 0);
  return [start === null ? '' : `from ${date(start)}`, end === null ? '' : `to ${date(end)}`]
    .filter(Boolean)
    .join(' ');
}
