/** For tests: what the engine would answer about scores. */
import type {
  FrameworkList,
  FrameworkView,
  InputView,
  OpportunityDetail,
  Range,
  ScoreInput,
  ScoreView,
} from '../../ipc';

const OPPORTUNITY = { id: 34, label: 'OPP-34', title: 'One charge per order' };

export function inputView(name: string, operator: string, over: Partial<InputView> = {}): InputView {
  const label = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    name,
    label,
    unit: '',
    operator,
    least: operator === '÷' ? 0.001 : 0,
    most: 1e12,
    steps: [],
    only_steps: false,
    help: '',
    required: true,
    ...over,
  };
}

const FIBONACCI = [1, 2, 3, 5, 8, 13, 20].map((value) => ({ value, label: '' }));

export const RICE: FrameworkView = {
  framework: 'rice',
  name: 'RICE',
  about: 'Worth for how many, over the work.',
  method: 'reach × impact ÷ effort',
  version: 'rice/1',
  text: 'value = reach * impact / effort',
  points: 'RICE points',
  source: 'Sean McBride, Intercom, 2018',
  inputs: [
    inputView('reach', '', { unit: 'orders a quarter' }),
    inputView('impact', '×', {
      most: 100,
      steps: [
        { value: 1, label: 'medium' },
        { value: 3, label: 'massive' },
      ],
    }),
    inputView('effort', '÷', { unit: 'person-months' }),
  ],
  complete: 9,
  of: 11,
  warning: null,
};

export const WSJF: FrameworkView = {
  ...RICE,
  framework: 'wsjf',
  name: 'WSJF',
  method: '(value + time + risk) ÷ size',
  text: '',
  points: 'WSJF points',
  inputs: ['worth', 'size'].map((name) =>
    inputView(name, name === 'size' ? '÷' : '', { least: 1, most: 20, steps: FIBONACCI }),
  ),
};

export const MOSCOW: FrameworkView = {
  ...RICE,
  framework: 'moscow',
  name: 'MoSCoW',
  text: '',
  inputs: [
    inputView('class', '', {
      least: 1,
      most: 4,
      only_steps: true,
      steps: ['Must have', 'Should have', 'Could have', 'Won’t have'].map((label, i) => ({
        value: 4 - i,
        label,
      })),
    }),
  ],
  warning: 'Must is 71 % of the effort; above 60 % nothing can give.',
};

export const FRAMEWORKS: FrameworkList = {
  chosen: { framework: 'rice', formula: null, weights: [] },
  chosen_name: 'RICE',
  chosen_by: 'Maya',
  chosen_at: 0,
  frameworks: [RICE, WSJF, MOSCOW],
  formulas: [],
};

export const range = (low: number, likely: number, high: number): Range => ({ low, likely, high });

export function scoreInput(name: string, given: Range | null, over: Partial<ScoreInput> = {}): ScoreInput {
  return {
    name,
    range: given,
    set_by: null,
    set_at: null,
    suggested: null,
    by_use: null,
    accepted: false,
    ...over,
  };
}

export function scoreView(over: Partial<ScoreView> = {}): ScoreView {
  return {
    opportunity: OPPORTUNITY,
    framework: 'rice',
    formula: null,
    inputs: [
      scoreInput('reach', range(1400, 1850, 2300), {
        suggested: { range: range(1380, 1820, 2260), n: 31, because: 'Distinct customers' },
      }),
      scoreInput('impact', range(0.5, 0.75, 1)),
      scoreInput('effort', range(1, 1.5, 2)),
    ],
    value: { p10: 510, p50: 940, p90: 1520 },
    plain: 925,
    working: '1850 × 0.75 ÷ 1.5',
    points: 'RICE points',
    class: null,
    missing: [],
    rank: 2,
    of: 11,
    top: { k: 3, chance: 0.82 },
    draws: 10_000,
    seed: 4127,
    histogram: [
      { from: 200, to: 510, share: 0.1, inside: false },
      { from: 510, to: 1520, share: 0.8, inside: true },
      { from: 1520, to: 2000, share: 0.1, inside: false },
    ],
    ranks: [
      { rank: 1, or_worse: false, share: 0.21 },
      { rank: 2, or_worse: false, share: 0.61 },
      { rank: 3, or_worse: true, share: 0.18 },
    ],
    widens: [
      { name: 'effort', label: 'Effort', share: 0.63 },
      { name: 'impact', label: 'Impact', share: 0.37 },
    ],
    learn: {
      name: 'effort',
      label: 'Effort',
      says: 'A firmer effort would settle the order with OPP-18.',
      against: null,
      loses: null,
      worth: null,
    },
    history: [
      { at: 0, actor: 'Maya', value: { p10: 500, p50: 860, p90: 1500 }, says: 'Effort from 1.5 to 2' },
    ],
    estimates: [],
    ...over,
  };
}

export const DETAIL = {
  row: {
    ...OPPORTUNITY,
    evidence: { reporters: 18, customers: 4 },
  },
  evidence: [{}, {}],
} as unknown as OpportunityDetail;

export const DONE = { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null };
