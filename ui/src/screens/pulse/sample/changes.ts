/** What was changed in it, what is used, how work flows. */
import type {
  ChangesPage,
  DetourList,
  DetourReceipt,
  FeatureList,
  FeatureRow,
  FlowList,
  FlowReceipt,
  FlowRow,
  SprintPoint,
} from '../../../ipc';
import { DAY, MINUTE, NOW } from './time';

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
    segments: [],
    silent: null,
    ...change,
  };
}

export const features: FeatureList = {
  features: [
    feature('Invoice list', {
      segments: [
        {
          segment: 'enterprise',
          people: 120,
          people_before: 118,
          change: 0.02,
          frequency: 2.5,
          adoption: 1,
          drop: null,
        },
        {
          segment: 'starter',
          people: 12,
          people_before: 40,
          change: -0.7,
          frequency: 1.1,
          adoption: 0.2,
          drop: { from: '2026-10-12', before: 40, after: 12, change: -0.7, told_before: 0, told_since: 0 },
        },
      ],
    }),
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

/** None, until a test is about them. */
export const detours: DetourList = { detours: [], pairs: 3, alike: 1, silent: 0, to: '2026-11-18' };

export const oneDetour: DetourList = {
  detours: [
    {
      from: {
        feature: 'Order search',
        service: 'checkout',
        since: '2026-07-11',
        before: 53.6,
        after: 39.6,
        change: -0.26,
      },
      to: {
        feature: 'Order export',
        service: 'invoicing',
        since: '2026-07-11',
        before: 28.4,
        after: 40.2,
        change: 0.41,
      },
      segment: 'starter',
      measure: 'people',
      share: { low: 0.77, likely: 0.84, high: 0.91 },
      chance: 0.027,
      told_before: 0,
      told_since: 0,
      why: 'It may be a detour, and nobody wrote about either.',
      silent: true,
      dismissed: false,
      opportunity: null,
    },
  ],
  pairs: 3,
  alike: 1,
  silent: 1,
  to: '2026-11-18',
};

export const detourReceipt: DetourReceipt = {
  detour: oneDetour.detours[0]!,
  how: ['Of 3 pairs of a feature that lost and one that gained, 1 gained about what the other lost.'],
  days: [
    { day: '2026-07-10', from: 54, to: 28, traffic: 1 },
    { day: '2026-07-11', from: 40, to: null, traffic: 1.1 },
  ],
};

const checkout: FlowRow = {
  service: 'checkout',
  product: 'Shop',
  open: 12,
  age: 4 * DAY,
  age_p90: 20 * DAY,
  oldest: 30 * DAY,
  waiting: 0.6,
  waiting_of: 30,
  hand_overs: 1.4,
  moved: 0.55,
  hand_overs_of: 20,
  on_hold: 0.25,
  on_hold_of: 18,
  batches: 20,
  batch: 3,
  large: [{ signal: 53, title: 'checkout 7.40', at: NOW - 3 * DAY, changes: 19 }],
  changes: 40,
  emergencies: 2,
  warning: 'Work waits longer than it is worked on.',
};

export const flow: FlowList = {
  products: [{ ...checkout, service: null, open: 14, large: [] }],
  rows: [
    checkout,
    {
      service: 'identity',
      product: null,
      open: 0,
      age: null,
      age_p90: null,
      oldest: null,
      waiting: null,
      waiting_of: 0,
      hand_overs: null,
      moved: null,
      hand_overs_of: 0,
      on_hold: null,
      on_hold_of: 0,
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

export const flowReceipt: FlowReceipt = {
  title: 'Hand-overs, checkout',
  how: ['How often each record went to another group.'],
  result: '1.4 a record, 55 % went to another group, n = 20',
  from: NOW - 90 * DAY,
  to: NOW,
  counted: [
    {
      record: {
        id: 71,
        kind: 'incident',
        label: 'INC-71',
        title: 'Refund stuck',
        service: 'checkout',
        at: NOW - DAY,
      },
      value: 5,
      said: '5 hand-overs',
    },
  ],
  counted_total: 20,
  text: 'Hand-overs, checkout: 1.4 a record',
};
