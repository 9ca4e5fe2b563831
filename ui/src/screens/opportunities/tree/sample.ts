/** For tests: a small tree, and its parts with what a test wants other. */
import type {
  OpportunityRow,
  OpportunityTree,
  TreeAssumption,
  TreeOpportunity,
  TreeOutcome,
  TreeSolution,
  TreeTest,
} from '../../../ipc';

export function row(id: number, title: string, over: Partial<OpportunityRow> = {}): OpportunityRow {
  return {
    id,
    label: `OPP-${id}`,
    title,
    service: 'checkout',
    owner: '',
    stage: 'assessing',
    rank: id,
    value: { p10: 510, p50: 940, p90: 1520 },
    inputs: { reach: null, impact: null, confidence: null, effort: null },
    top: null,
    evidence: {
      operations: 12,
      changes: 0,
      voices: 27,
      reporters: 18,
      customers: 1,
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
  };
}

export function test(uid: string, over: Partial<TreeTest> = {}): TreeTest {
  return {
    uid,
    method: 'Sandbox for five days',
    expected: 'No day without it',
    result: '',
    verdict: null,
    state: 'planned',
    started_on: null,
    due_on: '2026-11-27',
    ended_on: null,
    dropped: null,
    ...over,
  };
}

export function assumption(uid: string, title: string, over: Partial<TreeAssumption> = {}): TreeAssumption {
  return {
    uid,
    title,
    kind: 'feasibility',
    importance: 5,
    sureness: 2,
    weight: 20,
    state: 'untested',
    dropped: null,
    tests: [],
    ...over,
  };
}

export function solution(uid: string, title: string, over: Partial<TreeSolution> = {}): TreeSolution {
  return { uid, title, status: 'idea', effort: null, dropped: null, assumptions: [], ...over };
}

export function branch(id: number, title: string, over: Partial<TreeOpportunity> = {}): TreeOpportunity {
  return {
    uid: `opp${id}`,
    row: row(id, title),
    solutions: [],
    assumptions: [],
    next: null,
    risks: [],
    ...over,
  };
}

export function outcome(uid: string, title: string, over: Partial<TreeOutcome> = {}): TreeOutcome {
  return {
    uid,
    title,
    measure: '3.1 % lost',
    target: '1.5 % by 31 March',
    dropped: null,
    opportunities: [],
    next: null,
    ...over,
  };
}

/** Two outcomes; under the first one two opportunities, one of them with two solutions, of which one was dropped. */
export function sample(): OpportunityTree {
  const honours = assumption('honours', 'Provider honours our key', {
    state: 'planned',
    tests: [test('sandbox')],
  });
  const next = {
    uid: 'honours',
    title: honours.title,
    opportunity: { id: 34, label: 'OPP-34', title: 'One charge per order' },
    weight: 20,
    because: 'importance 5 × unsureness 4 = 20 of 25',
  };
  const charge = branch(34, 'One charge per order', {
    solutions: [
      solution('retry', 'Retry key', { status: 'chosen', effort: 4, assumptions: [honours] }),
      solution('refund', 'Refund overnight', {
        status: 'dropped',
        dropped: 'Takes days',
        assumptions: [assumption('within', 'Refunds arrive in a day', { state: 'failed' })],
      }),
    ],
    assumptions: [assumption('notice', 'People notice', { importance: null, weight: null })],
    next,
  });
  return {
    outcomes: [
      outcome('lost', 'Fewer orders lost', {
        opportunities: [branch(31, 'Let large carts check out'), charge],
        next,
      }),
      outcome('fast', 'Faster checkout'),
    ],
    without: [branch(7, 'Nobody’s yet')],
    next,
  };
}
