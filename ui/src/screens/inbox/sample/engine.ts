/** For tests: an engine with four tickets in its inbox. */
import type { ListAnswer, SignalDetail, SignalRow, StepDone, VerbPreview } from '../../../ipc';
import { signal } from '../../themes/sample';

export const titles = ['Cart never finishes', 'Login loops', 'Logo is blurry', 'Export is slow'];

/** What the engine knows; a test changes what it is about. */
export const engine = fresh();

/** Forgets what the last test changed. */
export function restart(): void {
  Object.assign(engine, fresh());
}

/** The inbox, narrowed to the titles with `text` in them. */
export function listOf(text: string): ListAnswer {
  const found = inbox().filter((row) => row.title.toLowerCase().includes(text));
  return {
    ids: Uint32Array.from(found.map((row) => row.id)),
    mark: found.map((row) => row.id).join(' '),
    rows: found.map((row) => ({ ...row })),
    kinds: [['ticket', found.length]],
    themes: [],
  };
}

/** What the command `name` answers. */
export function answer(name: string, args: Record<string, unknown>): unknown {
  const ids = (args.ids as number[] | undefined) ?? [];
  const chosen = engine.rows.filter((row) => ids.includes(row.id));
  const step = (state: SignalRow['state'], verb: string): StepDone => {
    for (const row of chosen) row.state = state;
    const what = chosen.length === 1 ? `"${chosen[0]?.title}"` : `${chosen.length} signals`;
    return { step: 1, message: `${verb} ${what}`, changed: chosen.length, left_out: [], opportunity: null };
  };
  switch (name) {
    case 'signal_rows':
      return chosen.map((row) => ({ ...row }));
    case 'signal':
      return detail(engine.rows.find((row) => row.id === args.id));
    case 'facets':
      return {
        total: 0,
        kinds: [],
        severities: [],
        states: [],
        services: [],
        products: [],
        customers: [],
        connections: [],
        themes: [],
      };
    case 'opportunities':
      return { rows: [], hidden: 0, draws: 0, seed: 1, reach_unit: '' };
    case 'accept':
      return step('accepted', 'Linked');
    case 'decline':
      return step('declined', 'Declined');
    case 'snooze':
      return step('snoozed', 'Snoozed');
    case 'unmerge':
      return step('inbox', 'Took out');
    case 'suggest_pair':
      engine.similar = [];
      return step('inbox', 'Not suggested again:');
    case 'draft_reply':
      return { text: 'Hello Rosa, no.', people: 1, first: 'Rosa' };
    case 'inbox_zero':
      return { accepted: 2, merged: 0, declined: 1, snoozed: 0, next_back: null, waiting: 1, unscored: 3 };
    case 'preview_verb':
      return preview(chosen);
    case 'mark_seen':
      return null;
    case 'highlights':
      return [];
    default:
      throw new Error(name);
  }
}

function fresh() {
  return {
    rows: titles.map((title, i) =>
      signal(i + 1, title, {
        customer: null,
        revenue: null,
        happened_at: Date.now() - i * 60_000,
        unread: true,
      }),
    ),
    suggested: false,
    similar: [] as SignalRow[],
    merged: [] as SignalRow[],
    url: null as string | null,
  };
}

const inbox = () => engine.rows.filter((row) => row.state === 'inbox');

/** As the engine judges a decline: an open incident stays. */
function preview(chosen: SignalRow[]): VerbPreview {
  const stays = chosen.filter((row) => row.kind === 'incident');
  return {
    taken: chosen.length - stays.length,
    kinds: [['ticket', chosen.length - stays.length]],
    customers: 1,
    revenue: 184_000,
    people: 1,
    evidence: 0,
    left_out: stays.map(({ id, title }) => ({ id, title, reason: "An open incident can't be declined" })),
  };
}

function detail(row: SignalRow | undefined): SignalDetail {
  if (!row) throw new Error('no such signal');
  const opportunity = { id: 31, label: 'OPP-31', title: 'Let large carts check out' };
  return {
    row: { ...row },
    external_id: `T-${row.id}`,
    url: engine.url,
    body: 'First.\n\nSecond.',
    connection: 'Desk',
    vendor: 'Desk',
    updated_at: 0,
    resolved_at: null,
    reporter: null,
    customer: null,
    facts: [],
    timeline: [],
    suggestion: engine.suggested ? { opportunity, score: 0.86, reasons: ['Says "cart"'] } : null,
    similar: engine.similar.map((other) => ({ row: other, score: 0.9, shared: ['cart'] })),
    evidence_for: [],
    merged: engine.merged,
    merged_into: null,
  };
}
