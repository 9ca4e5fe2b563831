import type {
  OpportunityId,
  OpportunityQuery,
  OpportunityRow,
  OpportunitySort,
  Stage,
  TableColumn,
  TableGroup,
  TableLook,
  WorkspaceName,
} from '../../ipc';
import { keysOf, stages } from '../../words';
import type { Across } from './matrix/matrix';
import { WAY } from './stages';
import type { Scale } from './timeline/timeline';

export type TabId = 'open' | 'ready' | 'sent' | 'delivered' | 'rejected' | 'all' | 'deleted';

const ALL = keysOf(stages);

/** The tabs of the table and the stages each shows. */
export const TABS: readonly { id: TabId; title: string; stages: readonly Stage[] }[] = [
  { id: 'open', title: 'Open', stages: ['captured', 'assessing', 'ready', 'exported', 'in_progress'] },
  { id: 'ready', title: 'Ready', stages: ['ready'] },
  { id: 'sent', title: 'Sent', stages: ['exported', 'in_progress'] },
  { id: 'delivered', title: 'Delivered', stages: ['delivered', 'verified'] },
  { id: 'rejected', title: 'Declined', stages: ['rejected'] },
  { id: 'all', title: 'All', stages: ALL },
  { id: 'deleted', title: 'Deleted', stages: ALL },
];

/** The steps of the evidence filter. */
export const EVIDENCE_STEPS = [1, 5, 10, 20] as const;

/** The columns beside rank and title, in their order. */
export const COLUMNS: Record<TableColumn, string> = {
  value: 'Value',
  p50: 'P50',
  holds: 'Rank holds in',
  risk: 'Risk',
  reach: 'Reach',
  effort: 'Effort',
  evidence: 'Evidence',
  service: 'Service',
  owner: 'Owner',
  stage: 'Stage',
  delivery: 'Delivery',
  updated: 'Changed',
};

export const USUAL_COLUMNS: readonly TableColumn[] = [
  'value',
  'p50',
  'holds',
  'risk',
  'effort',
  'evidence',
  'stage',
  'delivery',
];

export const SORTS: Record<OpportunitySort, string> = {
  rank: 'Value',
  evidence: 'Evidence',
  reach: 'Reach',
  risk: 'Risk',
  updated: 'Changed last',
  stage: 'Stage',
  title: 'Title',
};

export const GROUPS: Record<TableGroup, string> = { stage: 'Stage', service: 'Service', owner: 'Owner' };

/** What the table shows; outlives the screen, so that coming back finds it as it was left. */
class View {
  tab = $state<TabId>('open');
  text = $state('');
  service = $state<string | null>(null);
  /** '' for those that nobody owns. */
  owner = $state<string | null>(null);
  stage = $state<Stage | null>(null);
  evidence = $state(0);
  sort = $state<OpportunitySort>('rank');
  group = $state<TableGroup | null>(null);
  columns = $state.raw<readonly TableColumn[]>(USUAL_COLUMNS);
  selected = $state<OpportunityId | null>(null);
  /** What the matrix has on its horizontal axis, and whether a chart stands as the table of the same numbers. */
  across = $state<Across>('risk');
  asTable = $state(false);
  /** The tree: the outcome shown ('' for what hangs under none), the node, and whether dropped ones are left out. */
  outcome = $state<string | null>(null);
  node = $state<string | null>(null);
  hideDropped = $state(false);
  /** How far apart days stand on the timeline. */
  scale = $state<Scale>('quarter');
  #of: WorkspaceName | null = null;

  /** Another workspace has other services and numbers, so its table starts afresh. */
  enter(workspace: WorkspaceName): void {
    if (this.#of !== null && this.#of !== workspace) {
      this.showAll();
      Object.assign(this, {
        tab: 'open',
        sort: 'rank',
        group: null,
        columns: USUAL_COLUMNS,
        selected: null,
        outcome: null,
        node: null,
      });
    }
    this.#of = workspace;
  }

  /** The filters in force. */
  get filters(): Pick<View, 'text' | 'service' | 'owner' | 'stage' | 'evidence'> {
    const { text, service, owner, stage, evidence } = this;
    return { text, service, owner, stage, evidence };
  }

  /** Without any filter. */
  showAll(): void {
    Object.assign(this, { text: '', service: null, owner: null, stage: null, evidence: 0 });
  }

  /** As a saved view has it. */
  apply(query: OpportunityQuery, look: TableLook): void {
    const same = (stages: readonly Stage[]) => [...stages].sort().join() === [...query.stages].sort().join();
    const tab = TABS.find((one) => same(one.stages));
    this.tab = tab?.id ?? (query.stages.length === 0 ? 'open' : 'all');
    this.stage = tab === undefined && query.stages.length === 1 ? (query.stages[0] ?? null) : null;
    this.text = query.text;
    this.service = query.services[0] ?? null;
    this.owner = query.owners[0] ?? null;
    this.evidence = query.min_evidence;
    this.sort = query.sort;
    this.group = look.group;
    this.columns = look.columns ?? USUAL_COLUMNS;
  }
}

export const view = new View();

/** Everything, deleted ones too, to count the tabs by. */
export function everything(): OpportunityQuery {
  return {
    text: '',
    stages: [...ALL],
    services: [],
    owners: [],
    min_evidence: 0,
    include_deleted: true,
    sort: 'rank',
  };
}

/** The engine's question for a view. A stage filter that the tab doesn't show finds nothing by definition. */
type Shown = Pick<View, 'tab' | 'text' | 'service' | 'owner' | 'stage' | 'evidence' | 'sort'>;

export function queryOf(shown: Shown): OpportunityQuery {
  const tab = TABS.find((one) => one.id === shown.tab);
  const stage = shown.stage;
  return {
    text: shown.text.trim(),
    stages: stage === null ? [...(tab?.stages ?? ALL)] : [stage],
    services: shown.service === null ? [] : [shown.service],
    owners: shown.owner === null ? [] : [shown.owner],
    min_evidence: shown.evidence,
    include_deleted: shown.tab === 'deleted',
    sort: shown.sort,
  };
}

/** The same for the board, which has a column for each stage instead of tabs. */
export function boardQuery(shown: Shown): OpportunityQuery {
  return { ...queryOf(shown), stages: [...WAY] };
}

/** Rows under heads, a head where its first row stands; one nameless group when nobody asked for them. */
export function grouped(
  rows: readonly OpportunityRow[],
  by: TableGroup | null,
): { head: string; rows: OpportunityRow[] }[] {
  if (by === null) return [{ head: '', rows: [...rows] }];
  const heads = {
    stage: (row: OpportunityRow) => stages[row.stage],
    service: (row: OpportunityRow) => row.service ?? 'No service',
    owner: (row: OpportunityRow) => (row.owner === '' ? 'Nobody’s' : row.owner),
  };
  const groups = new Map<string, OpportunityRow[]>();
  for (const row of rows) groups.set(heads[by](row), [...(groups.get(heads[by](row)) ?? []), row]);
  return [...groups].map(([head, mine]) => ({ head, rows: mine }));
}

/** Whether a row belongs under a tab. What is deleted is under Deleted alone. */
export function holds(id: TabId, row: Pick<OpportunityRow, 'stage' | 'deleted'>): boolean {
  if (row.deleted || id === 'deleted') return row.deleted && id === 'deleted';
  return TABS.some((tab) => tab.id === id && tab.stages.includes(row.stage));
}

/** How many rows each tab holds before any filter. */
export function tabCounts(rows: readonly OpportunityRow[]): Record<TabId, number> {
  const counts = Object.fromEntries(TABS.map((tab) => [tab.id, 0])) as Record<TabId, number>;
  for (const tab of TABS) counts[tab.id] = rows.filter((row) => holds(tab.id, row)).length;
  return counts;
}

/** The services that occur, by name. */
export function servicesOf(rows: readonly OpportunityRow[]): string[] {
  const names = rows.map((row) => row.service).filter((name) => name !== null && name !== '');
  return [...new Set(names as string[])].sort((a, b) => a.localeCompare(b));
}

/** Who owns any, by name. */
export function ownersOf(rows: readonly OpportunityRow[]): string[] {
  const names = rows.map((row) => row.owner).filter((name) => name !== '');
  return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}

/** The filters in force, as the hidden-count line names them: "Service checkout, Evidence at least 5". */
export function filtersInWords(
  shown: Pick<View, 'text' | 'service' | 'owner' | 'stage' | 'evidence'>,
): string {
  const words: string[] = [];
  if (shown.text.trim() !== '') words.push(`“${shown.text.trim()}”`);
  if (shown.service !== null) words.push(`Service ${shown.service}`);
  if (shown.owner !== null) words.push(`Owner ${shown.owner || 'nobody'}`);
  if (shown.stage !== null) words.push(`Stage ${stages[shown.stage]}`);
  if (shown.evidence > 0) words.push(`Evidence at least ${shown.evidence}`);
  return words.join(', ');
}
