import { describe, expect, test } from 'vitest';
import type { OpportunityRow, RiceInputs } from '../../ipc';
import { holdsSentence, ordinal, rangeWords, whyParts, whyTitle } from './why';

const NONE: RiceInputs = { reach: null, impact: null, confidence: null, effort: null };
const row = (over: Partial<OpportunityRow>): OpportunityRow => ({
  id: 34,
  label: 'OPP-34',
  title: 'One charge per order',
  service: 'checkout',
  owner: '',
  stage: 'assessing',
  rank: null,
  value: null,
  inputs: NONE,
  top: null,
  evidence: {
    operations: 0,
    changes: 0,
    voices: 0,
    reporters: 0,
    customers: 0,
    revenue: 0,
    revenue_unknown: 0,
  },
  risk: null,
  readiness: { checks: [], ready: false },
  delivery: null,
  created_at: 0,
  updated_at: 0,
  deleted: false,
  ...over,
});
const SCORED = row({
  rank: 2,
  value: { p10: 510, p50: 940, p90: 1520 },
  inputs: {
    reach: { low: 1400, likely: 1850, high: 2300 },
    impact: { low: 0.5, likely: 0.75, high: 1 },
    confidence: null,
    effort: { low: 1, likely: 1.5, high: 2 },
  },
  top: { k: 3, chance: 0.82 },
});

test.each([
  [1, 'first'],
  [10, 'tenth'],
  [11, '11th'],
  [13, '13th'],
  [21, '21st'],
  [22, '22nd'],
  [103, '103rd'],
  [112, '112th'],
])('%d is %s', (rank, word) => {
  expect(ordinal(rank)).toBe(word);
});

describe('the strip', () => {
  test('explains a scored opportunity by its inputs', () => {
    expect(whyTitle(SCORED)).toBe('Why OPP-34 is second, and how sure that is');
    expect(
      whyParts(SCORED, 'orders a quarter').map((part) => `${part.operator} ${part.label} ${part.shown}`),
    ).toEqual([
      ' Reach 1,400–2,300 orders a quarter',
      '× Impact 0.5–1',
      '÷ Effort 1–2 person-months',
      '= Value 940, between 510 and 1,520 in 8 draws of 10',
    ]);
    expect(holdsSentence(SCORED)).toBe('Among the best 3 in 82\u00a0% of draws.');
  });

  test('shows confidence only where somebody set it', () => {
    const sure = row({ inputs: { ...NONE, confidence: { low: 0.8, likely: 0.8, high: 0.8 } } });
    expect(whyParts(sure, '').map((part) => part.label)).toEqual([
      'Reach',
      'Impact',
      'Confidence',
      'Effort',
      'Value',
    ]);
    expect(whyParts(sure, '')[2]?.shown).toBe('80\u00a0%');
  });

  test.each([
    [NONE, 'OPP-34 has no rank yet: reach, impact and effort are not set'],
    [{ ...SCORED.inputs, effort: null }, 'OPP-34 has no rank yet: effort is not set'],
    [SCORED.inputs, 'OPP-34 has no rank yet'],
  ])('says what an unscored one needs', (inputs, title) => {
    expect(whyTitle(row({ inputs }))).toBe(title);
  });
});

test.each([
  [null, 'Value: not set'],
  [{ low: 350, likely: 350, high: 350 }, 'Value: exactly 350'],
  [{ low: 510, likely: 940, high: 1520 }, 'Value: 940, eight in ten draws between 510 and 1,520'],
])('a range is said in words', (range, words) => {
  expect(rangeWords('Value', range)).toBe(words);
});
