import { day } from '../../../format';
import type { TestState, TreeAssumption, TreeLevel, TreeTest } from '../../../ipc';

/** The words people see for the tree's levels and for how far a test is. */
export const levels: Record<TreeLevel, { one: string; asks: string }> = {
  outcome: { one: 'Outcome', asks: 'What should get better?' },
  opportunity: { one: 'Opportunity', asks: 'What would be better for whom?' },
  solution: { one: 'Solution', asks: 'What could be done about it?' },
  assumption: { one: 'Assumption', asks: 'What must be true for it to work?' },
  test: { one: 'Test', asks: 'How could you find out?' },
};

export const testStates: Record<TestState, string> = {
  untested: 'Not tested yet',
  planned: 'Planned',
  running: 'Running',
  held: 'Held',
  failed: 'Did not hold',
  unclear: 'Unclear',
};

/** From 1 to 5, with what each end means. */
export const IMPORTANCES = [
  'A nuisance',
  'Costs days',
  'Costs weeks',
  'Costs most of it',
  'All is for nothing',
];
export const SURENESSES = ['A guess', 'A hunch', 'As likely as not', 'Rather sure', 'As good as certain'];

/** A day as the engine writes it (2026-12-01), as people read it. */
export function dayOf(date: string, now: number): string {
  return day(new Date(`${date}T12:00:00`).getTime(), now);
}

/** The test that says how an assumption stands: the one that gave its state, else the last one in force. */
export function telling(assumption: TreeAssumption): TreeTest | null {
  const inForce = assumption.tests.filter((test) => test.dropped === null);
  return inForce.findLast((test) => test.state === assumption.state) ?? inForce.at(-1) ?? null;
}

/** "Held, p95 2.1 s", "Planned, due 27 Nov", "Not tested yet". */
export function stands(assumption: TreeAssumption, now: number): string {
  const test = telling(assumption);
  const state = testStates[assumption.state];
  if (test === null) return state;
  if (test.result !== '') return `${state}, ${test.result}`;
  if (test.due_on !== null && test.verdict === null) return `${state}, due ${dayOf(test.due_on, now)}`;
  return `${state}, ${test.method}`;
}
