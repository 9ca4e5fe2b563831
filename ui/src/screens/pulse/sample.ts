/** A product in operation, for the tests of this folder. */
import type {
  CausesView,
  ChangesPage,
  FeatureList,
  FeatureRow,
  FlowList,
  LinkCandidate,
  LinkReview,
  MetricState,
  MetricTile,
  MetricValue,
  ProblemDetail,
  ProblemList,
  ProblemRow,
  PulseOverview,
  PulseReceipt,
  PulseRecord,
  PulseTimeline,
  RestoreClass,
  SprintPoint,
} from '../../ipc';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Thursday at noon. */
export const NOW = new Date(2026, 10, 19, 12).getTime();

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

export function problem(key: string, title: string, change: Partial<ProblemRow> = {}): ProblemRow {
  return {
    key,
    title,
    named: false,
    service: 'identity',
    kind: 'incident',
    episodes: 9,
    signals: 37,
    share: 0.09,
    share_so_far: 0.34,
    customers: 14,
    first_at: NOW - 80 * DAY,
    last_at: NOW - DAY,
    open: false,
    worst: 'high',
    trend: 'growing',
    weeks: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    restore: 100 * MINUTE,
    workaround: true,
    known_error: false,
    cost: null,
    opportunity: null,
    ...change,
  };
}

const noRates = { hour: null, hours: null, support_hour: null, ticket_hours: null, credits: null };
export const problems: ProblemList = {
  problems: [
    problem('aa', 'Price lookup times out', { signals: 61, share_so_far: 0.15 }),
    problem('bb', 'Token refresh fails', { cost: { low: 6100, likely: 9200, high: 13800 } }),
    problem('cc', 'Sync batch stuck', {
      opportunity: { id: 27, label: 'OPP-27', title: 'Keep sync running' },
    }),
  ],
  from: NOW - 90 * DAY,
  to: NOW,
  records: 418,
  top: 3,
  top_share: 0.79,
  rates: noRates,
  currency: 'EUR',
};

export const causes: CausesView = {
  dimensions: [
    {
      dimension: 'people',
      name: 'Organisations and people',
      question: 'Who had to know, and didn’t?',
      causes: [],
      nothing_found: false,
    },
    {
      dimension: 'technology',
      name: 'Information and technology',
      question: 'What broke?',
      causes: [
        {
          uid: 'c1',
          dimension: 'technology',
          text: 'Keys overlap for 60 s only',
          state: 'confirmed',
          whys: ['The rotation is short'],
          process_change: 'Rotate outside office hours',
          written_at: NOW,
          written_by: 'Maya',
        },
      ],
      nothing_found: false,
    },
    {
      dimension: 'partners',
      name: 'Partners and suppliers',
      question: 'Did a provider play a part?',
      causes: [],
      nothing_found: true,
    },
    {
      dimension: 'processes',
      name: 'Value streams and processes',
      question: 'Where did the work wait?',
      causes: [],
      nothing_found: false,
    },
  ],
  causes: 1,
  confirmed: 1,
  filled: 1,
  looked_at: 2,
  warning: 'Problems that come back usually have a second kind of cause.',
};

export const detail: ProblemDetail = {
  row: problem('bb', 'Token refresh fails'),
  why: 'Same service and title but for what varies.',
  episodes: [
    {
      signal: 31,
      label: 'INC-2285',
      title: 'Token refresh fails',
      at: NOW - DAY,
      ended_at: NOW - DAY + 112 * MINUTE,
      severity: 'high',
      restore: 112 * MINUTE,
      signals: 9,
      link: {
        signal: 13,
        kind: 'deployment',
        title: 'identity 4.18.0',
        at: NOW - DAY - 14 * MINUTE,
        confirmed: false,
      },
    },
    {
      signal: 32,
      label: 'INC-2249',
      title: 'Token refresh fails',
      at: NOW - 20 * DAY,
      ended_at: null,
      severity: null,
      restore: null,
      signals: 1,
      link: null,
    },
  ],
  deployments: [{ signal: 13, title: 'identity 4.18.0', at: NOW - DAY - 14 * MINUTE }],
  days_apart: 8,
  days_apart_before: 11,
  came_back: 5,
  came_back_of: 7,
  restored: 9,
  workaround: { text: 'Sign in again in a private window.', since: NOW - 38 * DAY, by_person: true },
  known_error_since: null,
  cost: {
    quarter: { low: 6100, likely: 9200, high: 13800 },
    lines: [{ name: 'Support', how: '46 h × 42', amount: { low: 1930, likely: 1930, high: 1930 } }],
    rates: { ...noRates, hour: { low: 40, likely: 65, high: 90 } },
    own: false,
    currency: 'EUR',
    not_counted: ['Not counted: the work that customers lost.'],
  },
  causes,
  evidence: {
    records: 37,
    meanwhile: 12,
    theme: { id: 4, title: 'Signed out in the middle of work', signals: 35, shared: 9 },
  },
};

const sprint = (
  i: number,
  changes: number,
  failed: number,
  change: Partial<SprintPoint> = {},
): SprintPoint => ({
  from: NOW - (3 - i) * 14 * DAY,
  to: NOW - (2 - i) * 14 * DAY,
  changes,
  failed,
  share: failed / changes,
  word: 'good',
  level: 18,
  step: null,
  ...change,
});

export const changes: ChangesPage = {
  from: NOW - 90 * DAY,
  to: NOW,
  standard: [
    {
      key: 's1',
      title: 'Switch a feature flag',
      service: 'checkout',
      times: 118,
      failed: 1,
      fail_low: 0,
      fail_high: 0.046,
      waiting: 0.8 * DAY,
      lead: 0.9 * DAY,
      timed: 100,
      saves_days: 23,
      state: 'ready',
      why: 'It nearly never fails.',
      changes: [41],
    },
    {
      key: 's2',
      title: 'Change wording',
      service: null,
      times: 4,
      failed: 0,
      fail_low: 0,
      fail_high: 0.6,
      waiting: null,
      lead: null,
      timed: 0,
      saves_days: null,
      state: 'too_few',
      why: 'It starts at 10.',
      changes: [],
    },
  ],
  standard_rule: 'Same steps, 10 times or more in 180 days',
  sprints: [
    {
      service: 'checkout',
      points: [
        sprint(0, 10, 1),
        sprint(1, 25, 5, { word: 'breach', step: 'breach: 25 to 18' }),
        sprint(2, 12, 1),
      ],
      level: 18,
      limit: 0.15,
      advice: 'Sprints above that failed about twice as often.',
      tried: null,
    },
  ],
  sprint_rule: 'Share that failed by changes a sprint',
  unrecorded: {
    known: true,
    rows: [
      {
        signal: 51,
        label: '9.2.1',
        title: 'invoicing 9.2.1',
        at: NOW - DAY,
        service: 'invoicing',
        record: {
          signal: 61,
          label: 'CHG-1180',
          title: 'Tax rounding',
          score: 0.88,
          word: 'strong',
          reasons: ['same service'],
        },
        after: null,
      },
      {
        signal: 52,
        label: '4.17.2',
        title: 'identity 4.17.2',
        at: NOW - 2 * DAY,
        service: 'identity',
        record: {
          signal: 62,
          label: 'CHG-1161',
          title: 'Key rotation',
          score: 0.92,
          word: 'strong',
          reasons: [],
        },
        after: {
          signal: 31,
          label: 'INC-2285',
          title: 'Token refresh fails',
          at: NOW - 2 * DAY + 31 * MINUTE,
          severity: 'high',
        },
      },
      {
        signal: 53,
        label: '7.40',
        title: 'checkout 7.40',
        at: NOW - 3 * DAY,
        service: null,
        record: null,
        after: null,
      },
    ],
    deployments: 212,
    look_alike: 2,
    strong: 2,
  },
};

export function feature(name: string, change: Partial<FeatureRow> = {}): FeatureRow {
  return {
    feature: name,
    service: null,
    state: 'steady',
    people: 1840,
    people_before: 1800,
    change: 0.02,
    frequency: 1.5,
    adoption: 1,
    days: 90,
    days_used: 90,
    unused_days: 0,
    weeks: [],
    drop: null,
    silent: null,
    ...change,
  };
}

export const features: FeatureList = {
  features: [
    feature('Invoice list'),
    feature('Custom PDF footer', {
      state: 'dropping',
      drop: { from: '2026-10-12', before: 150, after: 41, change: -0.73, told_before: 0, told_since: 0 },
      silent: { why: 'It lost 73 % and nobody wrote.', dismissed: false, opportunity: null },
    }),
    feature('Quote approval', {
      state: 'unused',
      people: 0,
      unused_days: 94,
      days_used: 0,
      change: null,
      frequency: null,
    }),
  ],
  unused: 1,
  dropping: 1,
  silent: 1,
  from: '2026-08-21',
  to: '2026-11-18',
  sources: ['PostHog'],
};

export const flow: FlowList = {
  rows: [
    {
      service: 'checkout',
      product: 'Shop',
      open: 12,
      age: 4 * DAY,
      age_p90: 20 * DAY,
      oldest: 30 * DAY,
      waiting: 0.6,
      waiting_of: 30,
      batches: 20,
      batch: 3,
      large: [{ signal: 53, title: 'checkout 7.40', at: NOW - 3 * DAY, changes: 19 }],
      changes: 40,
      emergencies: 2,
      warning: 'Work waits longer than it is worked on.',
    },
    {
      service: 'identity',
      product: null,
      open: 0,
      age: null,
      age_p90: null,
      oldest: null,
      waiting: null,
      waiting_of: 0,
      batches: 0,
      batch: null,
      large: [],
      changes: 0,
      emergencies: 0,
      warning: null,
    },
  ],
  from: NOW - 90 * DAY,
  to: NOW,
};

/** What the engine answers; a test overrides what it is about. */
export function answer(name: string): unknown {
  const known: Record<string, unknown> = {
    pulse: overview,
    pulse_links: links,
    pulse_receipt: receipt,
    problems,
    problem: detail,
    changes_page: changes,
    flow,
    feature_use: features,
    causes,
    restore_targets: [
      { product: null, name: '', targets: [{ class: 'critical', minutes: 120, own: false }], hours: null },
    ],
    facets: {
      total: 1,
      products: [{ id: 1, name: 'Shop', count: 3 }],
      services: [{ id: 2, name: 'checkout', count: 2 }],
    },
    opportunities: { rows: [], hidden: 0, draws: 0, seed: 1, reach_unit: '', limits: [] },
  };
  return known[name] ?? { step: 1, message: `Did ${name}`, changed: 1, left_out: [], opportunity: null };
}
