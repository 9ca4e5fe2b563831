import { call } from '../../ipc';
import type { PickItem } from '../../parts';

/** Opportunities whose words fit, for a picker; the newest changed first. */
export async function opportunitiesLike(text: string): Promise<PickItem[]> {
  const { rows } = await call('opportunities', {
    query: {
      text,
      stages: [],
      services: [],
      owners: [],
      min_evidence: 0,
      include_deleted: false,
      sort: 'updated',
    },
  });
  return rows.slice(0, 20).map(({ id, label, title, stage }) => ({ id, label, title, stage }));
}
