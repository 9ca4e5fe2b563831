import type { OpportunityId, OpportunityQuery, OpportunityRow, Stage, WorkspaceName } from '../../ipc';
import { keysOf, stages } from '../../words';

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

/** What the table shows; outlives the screen, so that coming back finds it as it was left. */
class View {
  tab = $state<TabId>('open');
  text = $state('');
  service = $state<string | null>(null);
  stage = $state<Stage | null>(null);
  evidence = $state(0);
  selected = $state<OpportunityId | null>(null);
  #of: WorkspaceName | null = null;

  /** Another workspace has other services and numbers, so its table starts afresh. */
  enter(workspace: WorkspaceName): void {
    if (this.#of !== null && this.#of !== workspace) {
      Object.assign(this, { tab: 'open', text: '', service: null, stage: null, evidence: 0, selected: null });
    }
    this.#of = workspace;
  }
}

export const view = new View();

/** Everything, deleted ones too, to count the tabs by. */
export function everything(): OpportunityQuery {
  return { text: '', stages: [...ALL], services: [], min_evidence: 0, include_deleted: true };
}

/** The engine's question for a view. A stage filter that the tab doesn't show finds nothing by definition. */
export function queryOf(
  shown: Pick<View, 'tab' | 'text' | 'service' | 'stage' | 'evidence'>,
): OpportunityQuery {
  const tab = TABS.find((one) => one.id === shown.tab);
  const stage = shown.stage;
  return {
    text: shown.text.trim(),
    stages: stage === null ? [...(tab?.stages ?? ALL)] : [stage],
    services: shown.service === null ? [] : [shown.service],
    min_evidence: shown.evidence,
    include_deleted: shown.tab === 'deleted',
  };
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

/** The filters in force, as the hidden-count line names them: "Service checkout, Evidence at least 5". */
export function filtersInWords(shown: Pick<View, 'text' | 'service' | 'stage' | 'evidence'>): string {
  const words: string[] = [];
  if (shown.text.trim() !== '') words.push(`“${shown.text.trim()}”`);
  if (shown.service !== null) words.push(`Service ${shown.service}`);
  if (shown.stage !== null) words.push(`Stage ${stages[shown.stage]}`);
  if (shown.evidence > 0) words.push(`Evidence at least ${shown.evidence}`);
  return words.join(', ');
}

/** The row a key moves to: `by` rows on, kept inside the list. None when it is empty. */
export function stepFrom(ids: readonly number[], present: number | null, by: number): number | null {
  if (ids.length === 0) return null;
  const at = present === null ? -1 : ids.indexOf(present);
  if (at < 0) return ids[by < 0 ? ids.length - 1 : 0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null;
}
