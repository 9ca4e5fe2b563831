import type { ValueAt } from '../../../ipc';

const at = (text: string) => Date.parse(text);
const spread = (p10: number, p50: number, p90: number) => ({ p10, p50, p90 });
const rice = { points: 'RICE points', formula: 'rice/1', method: 'reach × impact ÷ effort', missing: [] };

/** 1 October beside 19 November: reach corrected, evidence linked and merged. */
export const sample: ValueAt = {
  opportunity: { id: 27, label: 'OPP-27', title: 'Keep month-end sync running' },
  date: '2026-10-01',
  at: at('2026-10-01T23:59:59.999Z'),
  today: '2026-11-19',
  then: { ...rice, value: spread(380, 610, 860), rank: 5, of: 9, signals: 55, people: 12, against: 0 },
  now: { ...rice, value: spread(640, 890, 1130), rank: 2, of: 11, signals: 69, people: 19, against: 1 },
  factors: [
    {
      operator: '',
      label: 'Reach, customers a quarter',
      then: '508',
      now: '556',
      then_from: 'set by Dana Osei, 3 Aug; 55 signals linked',
      now_from: 'set by Maya Lindqvist, 12 Oct; 69 signals linked',
    },
    {
      operator: '÷',
      label: 'Effort, person-months',
      then: '1.25',
      now: '1.25',
      then_from: 'set by Dana Osei, 3 Aug; an estimate; evidence doesn’t tell effort',
      now_from: 'set by Dana Osei, 3 Aug; an estimate; evidence doesn’t tell effort',
    },
  ],
  evidence: [
    {
      signal: 7,
      kind: 'ticket',
      title: 'Sync stops on the 30th',
      who: 'Ana, Acme',
      happened_at: at('2026-10-03T10:00:00Z'),
      then: null,
      now: { importance: 2, against: false },
    },
    {
      signal: 5,
      kind: 'feedback',
      title: 'Month-end went well for us',
      who: '',
      happened_at: at('2026-09-30T10:00:00Z'),
      then: { importance: 1, against: false },
      now: { importance: 1, against: true },
    },
    {
      signal: 4,
      kind: 'incident',
      title: 'Sync queue is stuck',
      who: '',
      happened_at: at('2026-09-29T10:00:00Z'),
      then: { importance: 3, against: false },
      now: null,
    },
    {
      signal: 3,
      kind: 'ticket',
      title: 'Sync is late again',
      who: 'Ben, Bolt',
      happened_at: at('2026-09-01T10:00:00Z'),
      then: { importance: 2, against: false },
      now: { importance: 2, against: false },
    },
  ],
  evidence_left: 66,
  line: [
    { at: at('2026-06-09T10:00:00Z'), value: spread(390, 620, 880) },
    { at: at('2026-07-01T10:00:00Z'), value: null },
    { at: at('2026-08-03T10:00:00Z'), value: spread(380, 610, 860) },
    { at: at('2026-10-12T10:00:00Z'), value: spread(640, 890, 1130) },
    { at: at('2026-11-19T09:00:00Z'), value: spread(640, 890, 1130) },
  ],
  changes: [
    {
      at: at('2026-10-05T10:00:00Z'),
      cause: 'evidence',
      what: '14 signals linked',
      who: 'Maya Lindqvist',
      before: 610,
      after: 749.6,
    },
    {
      at: at('2026-10-11T10:00:00Z'),
      cause: 'duplicates',
      what: '6 duplicates merged',
      who: 'Maya Lindqvist',
      before: 749.6,
      after: 715,
    },
    {
      at: at('2026-10-12T10:00:00Z'),
      cause: 'inputs',
      what: 'Reach 508 → 556',
      who: 'Dana Osei',
      before: 715,
      after: 890,
    },
  ],
  earlier: '2026-08-03',
  later: '2026-10-05',
  draws: 10_000,
  seed: 4127,
  text: 'At the end of 1 Oct 2026 (UTC)',
};
