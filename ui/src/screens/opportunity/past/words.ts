import { number } from '../../../format';
import type { EvidenceThen, LinkThen, ValueChange, ValueThen } from '../../../ipc';

const DAY = 86_400_000;

/** A local day as the engine takes it, `2026-10-01`. */
export function isoDay(at: number): string {
  const day = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** `49 days ago`, between two such days. */
export function daysAgo(date: string, today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(date)) / DAY);
  if (days === 0) return 'today, so far';
  return days === 1 ? 'yesterday' : `${number(days)} days ago`;
}

/** What a value is rounded to where it is shown; no value counts as 0. */
function shown(value: number | null): number {
  if (value === null) return 0;
  return Math.abs(value) >= 10 ? Math.round(value) : Math.round(value * 100) / 100;
}

/** How far a value moved, between the numbers as they are shown: so the rows add up to the whole on the screen too. */
export function movedBy({ before, after }: Pick<ValueChange, 'before' | 'after'>): number {
  return Math.round((shown(after) - shown(before)) * 100) / 100;
}

/** `+140`, `−35`, `±0`. */
export function signed(n: number): string {
  if (n === 0) return '±0';
  return `${n > 0 ? '+' : '−'}${number(Math.abs(n))}`;
}

/** `380 to 860, 55 signals, 12 people`, or what was missing. */
export function standingWords(then: ValueThen): string {
  const { value, against } = then;
  const contrary = against > 0 ? `, ${number(against)} against it` : '';
  const counted = `${number(then.signals)} ${then.signals === 1 ? 'signal' : 'signals'}, ${number(then.people)} ${then.people === 1 ? 'person' : 'people'}${contrary}`;
  if (!value) return `Without ${then.missing.join(', ').toLowerCase()}. ${counted}`;
  return value.p10 === value.p90
    ? `exactly, ${counted}`
    : `${number(value.p10)} to ${number(value.p90)}, ${counted}`;
}

/** `rank 2 of 14`. */
export function rankWords({ rank, of }: ValueThen): string {
  if (rank === null) return of === 0 ? 'nothing was ranked' : `not among the ${number(of)} ranked`;
  return `rank ${number(rank)} of ${number(of)}`;
}

/** How a signal was linked. */
export function linkWords(link: LinkThen | null): string {
  if (link === null) return 'not linked';
  return link.against ? 'against it' : `importance ${number(link.importance)}`;
}

/** What people did with a signal since; empty where nothing. */
export function sinceWords({ then, now }: EvidenceThen): string {
  if (then === null) return now === null ? '' : 'linked since';
  if (now === null) return 'unlinked since';
  if (then.against !== now.against) return now.against ? 'turned against it' : 'for it again';
  return then.importance === now.importance ? '' : 'weighed anew';
}
