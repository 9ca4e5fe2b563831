import { call, type AcceptInto, type ProblemRow } from '../../../ipc';
import type { Offer } from '../../../state/commands.svelte';
import { decide } from '../../../state/decide';

/** Makes the problem's records evidence; `meanwhile` takes what people wrote while it lasted too. */
export function acceptProblem(key: string, into: AcceptInto, meanwhile: boolean): void {
  void decide(call('accept_problem', { key, into, importance: 2, meanwhile }));
}

/** What 1 does to the problem: into its opportunity what came since, or else `ask` for one. */
export function acceptOffer(problem: ProblemRow | null, off: string | null, ask: () => void): Offer {
  const { opportunity } = problem ?? {};
  if (problem && opportunity) {
    return {
      title: `Accept into ${opportunity.label}`,
      run: () => acceptProblem(problem.key, { type: 'existing', opportunity: opportunity.id }, false),
    };
  }
  return { title: 'Make an opportunity', run: ask, off };
}
