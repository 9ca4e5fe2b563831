/** What comes back in it, and why. */
import type { CausesView, ProblemDetail, ProblemList, ProblemRow } from '../../../ipc';
import { DAY, MINUTE, NOW } from './time';

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
