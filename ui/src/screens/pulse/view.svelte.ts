import { call } from '../../ipc';
import type {
  ChangesQuery,
  FeatureQuery,
  ProblemQuery,
  ProductId,
  PulseQuery,
  ServiceId,
  Time,
  WorkspaceName,
} from '../../ipc';
import { keysOf, states } from '../../words';
import { noFilters, queryOf } from '../inbox/filters';

/** The period, in days up to now. */
export const PERIODS = [30, 90, 365] as const;

/** A service or a product; null is everything. */
export type About = { type: 'service' | 'product'; id: ServiceId | ProductId; name: string } | null;

/** What the tabs of the Pulse share; outlives them, so that coming back finds it as it was left. */
class View {
  about = $state.raw<About>(null);
  days = $state<number>(90);
  /** Charts are shown as tables. */
  asTable = $state(false);
  /** Where the 14 days of the timeline end; null: now. */
  timelineTo = $state<Time | null>(null);
  #of: WorkspaceName | null = null;

  /** Another workspace has other services. */
  enter(workspace: WorkspaceName): void {
    if (this.#of !== null && this.#of !== workspace) this.about = null;
    this.#of = workspace;
  }
}

export const view = new View();

/** The engine's question for the tiles, the timeline and the links. */
export function query(): PulseQuery {
  return {
    product: view.about?.type === 'product' ? view.about.id : null,
    service: view.about?.type === 'service' ? view.about.id : null,
    days: view.days,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    timeline_to: view.timelineTo,
  };
}

/** The same for problems. */
export function problemQuery(): ProblemQuery {
  return {
    days: view.days,
    services: view.about?.type === 'service' ? [view.about.id] : [],
    product: view.about?.type === 'product' ? view.about.id : null,
  };
}

/** The same for changes. */
export const changesQuery: () => ChangesQuery = problemQuery;

/** The same for feature use. */
export const featureQuery: () => FeatureQuery = problemQuery;

/** All signals, whatever was decided about them. */
const everything = { ...queryOf('inbox', noFilters), states: keysOf(states) };

/** How many incidents are open now. */
export async function openIncidents(): Promise<number> {
  const asked = { ...everything, kinds: ['incident' as const], statuses: ['open' as const] };
  return (await call('facets', { query: asked })).total;
}

/** The products and services there are. */
export async function scopes(): Promise<NonNullable<About>[]> {
  const found = await call('facets', { query: everything });
  return [
    ...found.products.map(({ id, name }) => ({ type: 'product' as const, id, name })),
    ...found.services.map(({ id, name }) => ({ type: 'service' as const, id, name })),
  ];
}
