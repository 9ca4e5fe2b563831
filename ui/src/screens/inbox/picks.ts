import { call } from '../../ipc';
import type { OpportunityId } from '../../ipc';
import { count } from '../../format';
import type { PickItem } from '../../parts';
import { stages } from '../../words';
import { everything } from '../opportunities/view.svelte';

/** Opportunities to choose from, `first` (the suggested one) first. */
export async function opportunityPicks(text: string, first?: OpportunityId): Promise<PickItem[]> {
  const query = { ...everything(), text, stages: [], include_deleted: false };
  const { rows } = await call('opportunities', { query });
  const voices = (row: (typeof rows)[number]) =>
    row.evidence.operations + row.evidence.changes + row.evidence.voices;
  return rows
    .toSorted((a, b) => Number(b.id === first) - Number(a.id === first))
    .slice(0, 50)
    .map((row) => ({
      id: row.id,
      label: row.label,
      title: row.title,
      stage: row.stage,
      detail:
        row.id === first
          ? 'suggested'
          : `${count(voices(row), 'signal')}, ${stages[row.stage].toLowerCase()}`,
    }));
}
