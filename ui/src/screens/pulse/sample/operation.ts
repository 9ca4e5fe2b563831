/** A product in operation: its numbers, timeline, restore times and links, for tests. */
import type {
  LinkCandidate,
  LinkReview,
  MetricState,
  MetricTile,
  MetricValue,
  PulseOverview,
  PulseReceipt,
  PulseRecord,
  PulseTimeline,
  RestoreClass,
} from '../../../ipc';
import { DAY, HOUR, MINUTE, NOW } from './time';

export function record(
  id: number,
  label: string,
  title: string,
  change: Partial<PulseRecord> = {},
): PulseRecord {
  return { id, kind: 'incident', label, title, service: 'checkout', at: NOW - DAY, ...change };
}

export function value(change: Partial<MetricValue> = {}): MetricState {
  return {
    state: 'value',
    n: 212,
    unit: 'milliseconds',
    value: 2.4 * DAY,
    upper: null,
    p90: null,
    confirmed: null,
    suggested: null,
    pending: 0,
    settles_at: null,
    basis: 'production only, 64 working days',
    notes: [],
    ...change,
  };
}

export const rate = value({ unit: 'share', value: 0.094, upper: 0.142, confirmed: 20, suggested: 10 });

export function tile(metric: MetricTile['metric'], title: string, state: MetricState): MetricTile {
  const weeks =
    state.state !== 'value'
      ? []
      : [0.5, null, 1].map((share, i) => ({
          week: `2026-W${45 + i}`,
          from: NOW - (3 - i) * 7 * DAY,
          to: NOW - (2 - i) * 7 * DAY,
          state: share === null ? ('too_few' as const) : ('value' as const),
          n: share === null ? 3 : 12,
          value: share === null ? null : state.value * share,
          upper: null,
        }));
  return { metric, title, state, weeks };
}

export const tiles: MetricTile[] = [
  tile('lead_time', 'Change lead time', value({ p90: 9.1 * DAY })),
  tile('frequency', 'Deployment frequency', value({ unit: 'per_working_day', value: 3.3 })),
  tile('fail_rate', 'Change fail rate', rate),
  tile('recovery', 'Recovery after a bad change', { state: 'pending', n: 3, settles_at: NOW + 3 * DAY }),
  tile('rework', 'Rework rate', {
    state: 'no_data',
    why: 'No source marks unplanned deployments.',
    todo: 'Choose a field.',
  }),
];

const midnight = new Date(2026, 10, 6).getTime();
export const timeline: PulseTimeline = {
  from: midnight,
  to: midnight + 14 * DAY,
  days: Array.from({ length: 14 }, (_, i) => ({
    date: `2026-11-${String(6 + i).padStart(2, '0')}`,
    from: midnight + i * DAY,
    to: midnight + (i + 1) * DAY,
    weekend: i % 7 === 1 || i % 7 === 2,
  })),
  lanes: [
    {
      service: 1,
      name: 'checkout',
      deployments: [
        {
          id: 11,
          label: '7.40.5',
          title: 'Faster carts',
          kind: 'deployment',
          at: midnight + 4 * DAY,
          failed: false,
          repairs: false,
        },
        {
          id: 12,
          label: '7.40.6',
          title: 'Repair carts',
          kind: 'deployment',
          at: midnight + 9 * DAY,
          failed: true,
          repairs: true,
        },
      ],
      incidents: [
        {
          id: 21,
          label: 'INC-2261',
          title: 'Cart is empty',
          severity: 'high',
          from: midnight + 4 * DAY + 2 * HOUR,
          to: midnight + 4 * DAY + 5 * HOUR,
          links: [{ deployment: 11, at: midnight + 4 * DAY, state: 'confirmed' }],
        },
        {
          id: 22,
          label: 'INC-2291',
          title: 'Payments hang',
          severity: 'critical',
          from: NOW - HOUR,
          to: null,
          links: [{ deployment: 12, at: midnight + 9 * DAY, state: 'suggested' }],
        },
      ],
    },
    {
      service: 2,
      name: 'identity',
      deployments: [
        {
          id: 13,
          label: '4.17',
          title: 'Session length',
          kind: 'deployment',
          at: midnight + 8 * DAY,
          failed: false,
          repairs: false,
        },
      ],
      incidents: [],
    },
  ],
  deployments: 3,
  incidents: 2,
  confirmed: 1,
  suggested: 1,
};

export function restore(change: Partial<RestoreClass> = {}): RestoreClass {
  return {
    class: 'critical',
    target: 2 * HOUR,
    n: 12,
    median: 101 * MINUTE,
    p90: 250 * MINUTE,
    in_time: 7,
    missed: 5,
    share: 0.58,
    open: [{ record: record(22, 'INC-2291', 'Payments hang'), age: 3 * HOUR, past_target: true }],
    open_past_target: 1,
    held_median: 20 * MINUTE,
    held_known: 8,
    routes: [{ route: 'development', n: 7, median: 2 * HOUR, share: 0.5 }],
    few: [],
    ...change,
  };
}

export const overview: PulseOverview = {
  from: NOW - 90 * DAY,
  to: NOW,
  zone: 'UTC',
  tiles,
  timeline,
  restore: [
    restore(),
    restore({
      class: 'low',
      n: 2,
      median: null,
      p90: null,
      share: null,
      in_time: 1,
      missed: 1,
      open: [],
      open_past_target: 0,
      target: 5 * DAY,
    }),
  ],
  without_class: 4,
  caused: rate,
  change_types: [{ name: 'standard', n: 118, confirmed: 1, suggested: 2, success: [0.97, 0.99], pending: 3 }],
  to_review: 2,
  open: 1,
};

export const receipt: PulseReceipt = {
  title: 'Change fail rate',
  formula: 'fail rate 1, links 1',
  how: ['Deployments that caused an incident ÷ deployments.'],
  from: NOW - 90 * DAY,
  to: NOW,
  zone: 'UTC',
  result: rate,
  counted: [
    {
      record: record(11, '7.40.5', 'Faster carts', { kind: 'deployment' }),
      value: 1,
      said: 'caused INC-2261 (confirmed)',
    },
  ],
  counted_total: 212,
  left_out: [{ record: record(14, '7.41', 'Young', { kind: 'deployment' }), why: 'younger than 72 hours' }],
  left_out_total: 1,
  text: 'Change fail rate: 9.4 to 14.2 %',
};

export function candidate(id: number, change: Partial<LinkCandidate> = {}): LinkCandidate {
  return {
    change: record(id, `7.40.${id}`, `Deployment ${id}`, { kind: 'deployment' }),
    carries: [record(100 + id, `CHG-${id}`, `Change ${id}`, { kind: 'change' })],
    state: 'suggested',
    score: 0.82,
    lag: 14 * MINUTE,
    reasons: ['same service', '14 min before it'],
    judged_by: null,
    judged_at: null,
    judged_rule: null,
    ...change,
  };
}

export const links: LinkReview = {
  incidents: [
    {
      incident: record(21, 'INC-2261', 'Cart is empty'),
      severity: 'high',
      resolved_at: NOW - DAY + 2 * HOUR,
      candidates: [candidate(5), candidate(6, { score: 0.4 })],
      none: null,
    },
    {
      incident: record(22, 'INC-2291', 'Payments hang'),
      severity: null,
      resolved_at: null,
      candidates: [candidate(7)],
      none: null,
    },
  ],
  counts: { to_review: 2, confirmed: 3, refused: 1, without: 4, all: 10 },
  rule: 'links 1',
};
