import { calendarDay, number } from '../../format';
import type { DetourRow, FeatureRow, FeatureState } from '../../ipc';
import { signedPercent } from '../themes/words';

export const featureStates: Record<FeatureState, string> = {
  unused: 'Unused',
  dropping: 'Losing people',
  growing: 'Growing',
  steady: 'Steady',
  falling: 'Falling',
  new: 'New',
};

/** What a row says last: how its use changed, or since when nobody uses it. */
export function changeWords(row: FeatureRow): string {
  if (row.state === 'unused')
    return row.unused_days === null ? 'never used' : `unused ${number(row.unused_days)}\u00a0d`;
  if (row.state === 'dropping' && row.drop)
    return `${signedPercent(row.drop.change)} since ${calendarDay(row.drop.from)}`;
  return row.change === null ? 'nothing before' : signedPercent(row.change);
}

/** Whose use a detour is told from: its service, and the plan or size when it is only theirs. */
export function ofWhom(row: DetourRow): string {
  const what = row.measure === 'events' ? 'uses' : 'people';
  return `${row.from.service ?? 'no service'}, ${what}${row.segment === null ? '' : ` of ${row.segment}`}`;
}
