import type { ConnectionId, OpportunityId } from '../../ipc';
import { goesByItself, type Line } from './bulk';

/** What a person has chosen for these opportunities. Outlives the screen, so that a look at one of them loses nothing. */
class Plan {
  tracker = $state<ConnectionId | null>(null);
  project = $state('');
  /** Why those with gaps go all the same. */
  anyway = $state('');
  #picks = $state.raw<ReadonlyMap<string, boolean>>(new Map());
  #of = '';

  /** Begins anew for other opportunities or another workspace. */
  enter(workspace: string, ids: readonly OpportunityId[]): void {
    const of = `${workspace} ${ids.join()}`;
    if (of === this.#of) return;
    this.#of = of;
    this.tracker = null;
    this.project = this.anyway = '';
    this.#picks = new Map();
  }

  goes(connection: ConnectionId, line: Line): boolean {
    if (line.stays !== null) return false;
    return this.#picks.get(`${connection} ${line.row.opportunity.id}`) ?? goesByItself(line);
  }

  pick(connection: ConnectionId, ids: readonly OpportunityId[], goes: boolean): void {
    this.#picks = new Map([...this.#picks, ...ids.map((id) => [`${connection} ${id}`, goes] as const)]);
  }
}

export const plan = new Plan();
