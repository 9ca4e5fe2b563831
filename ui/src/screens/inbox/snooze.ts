import { signalList } from '../../ipc';
import type { TriageState } from '../../ipc';
import { moment } from '../../format';
import type { PickItem } from '../../parts';
import { noFilters, queryOf } from './filters';

/** The hour of the local day at which a sleeping signal comes back. */
const MORNING = 8;

/** Tomorrow morning, local time. */
export function tomorrow(now: number): number {
  return morning(now, 1);
}

/** Monday morning; on a Monday the next one. */
export function nextWeek(now: number): number {
  const weekday = new Date(now).getDay();
  return morning(now, (8 - weekday) % 7 || 7);
}

/** The same day next month, or that month's last day when it is shorter. */
export function nextMonth(now: number): number {
  const day = new Date(now);
  const last = new Date(day.getFullYear(), day.getMonth() + 2, 0).getDate();
  return new Date(day.getFullYear(), day.getMonth() + 1, Math.min(day.getDate(), last), MORNING).getTime();
}

/** The morning of a calendar day `2026-11-23`; null when it can't be read or isn't in the future. */
export function onDay(text: string, now: number): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return null;
  const time = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]), MORNING).getTime();
  return time > now ? time : null;
}

function morning(now: number, days: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING).getTime();
}

/** How many more signals the popover offers to wait for. */
export const MORE = [1, 3, 5, 10];

/** A number of signals to wait for; null when it can't be read or is out of bounds. */
export function moreOf(text: string): number | null {
  const number = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= 1000 ? number : null;
}

/** Changes and deployments with these words, whatever was decided about them, the newest first. */
export async function changes(text: string, now: number): Promise<PickItem[]> {
  const query = queryOf('inbox', { ...noFilters, text, kinds: ['change', 'deployment'] });
  const states: TriageState[] = ['inbox', 'accepted', 'declined', 'snoozed'];
  const { rows } = await signalList({ ...query, states }, 0, 30);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    kind: row.kind,
    detail: [row.service, moment(row.happened_at, now)].filter(Boolean).join(', '),
  }));
}
