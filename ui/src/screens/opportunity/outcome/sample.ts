import type { OutcomeReading, OutcomeRole, OutcomeView } from '../../../ipc';

const COUNTS = [20, 17, 23, 16, 21, 19, 22, 18, 14, 24, 19, 15, 9, 6, 5, 4, 4, 3];

function roleOf(i: number): OutcomeRole {
  if (i < 6) return 'earlier';
  if (i < 12) return 'before';
  return i === 12 ? 'shipping' : 'after';
}

/** Weeks from 20 July 2026 around a delivery on 14 October. */
export const reading: OutcomeReading = {
  verdict: 'fell',
  headline: 'On track.',
  sentence:
    'Signals fell from 18.7 to 4.4 a week, a drop of 76 %. With this many the real drop is most likely between 62 % and 86 %.',
  before: { count: 112, weeks: 6, per_week: 112 / 6 },
  after: { count: 22, weeks: 5, per_week: 4.4 },
  change: { seen: -0.764, low: -0.86, high: -0.62 },
  judged: { seen: -0.764, low: -0.86, high: -0.62 },
  others: {
    before: { count: 300, weeks: 6, per_week: 50 },
    after: { count: 242, weeks: 5, per_week: 48.4 },
    change: { seen: -0.03, low: -0.18, high: 0.15 },
    used: true,
  },
  goal: { line: 6, weeks: 5, of: 5, overall: true },
  dispersion: 1,
  weeks: COUNTS.map((count, i) => ({
    monday: new Date(Date.UTC(2026, 6, 20 + 7 * i)).toISOString().slice(0, 10),
    count,
    others: 50,
    role: roleOf(i),
    met: i > 12 ? count <= 6 : null,
  })),
};

export const view: OutcomeView = {
  opportunity: { id: 27, label: 'OPP-27', title: 'Keep month-end sync running' },
  stage: 'delivered',
  state: 'running',
  shipped: '2026-10-14',
  shipped_by: 'the stage',
  ends: '2026-11-30',
  weeks: 6,
  proposed_weeks: 6,
  plan: { weeks: null, shipped_on: null, alone: false },
  goal: { measure: 'at_most', amount: 6, feature: null },
  goal_in_words: '6 or fewer a week',
  expected: 'Six or fewer a week',
  themes: [[7, 'Ledger sync stops']],
  outside: 0,
  sources: ['Zendesk'],
  late_sources: [],
  caution: '',
  reading,
  watch: null,
  usage: null,
  settled: null,
};
