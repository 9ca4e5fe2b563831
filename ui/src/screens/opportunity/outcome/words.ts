import { day, number } from '../../../format';
import type { OutcomeChange, OutcomeRole, OutcomeView } from '../../../ipc';

/** Where the reader's weeks begin. */
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A calendar day, `2026-10-14`, as `14 Oct`. */
export function dayOf(iso: string, now: number): string {
  const [year = 0, month = 1, date = 1] = iso.split('-').map(Number);
  return day(new Date(year, month - 1, date).getTime(), now);
}

/** The last day of a window that ends before `iso`. */
export function lastDay(iso: string, now: number): string {
  const [year = 0, month = 1, date = 1] = iso.split('-').map(Number);
  return day(new Date(year, month - 1, date - 1).getTime(), now);
}

/** `−76 %`, `+12 %`. */
export function signed(share: number): string {
  const percent = Math.round(share * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${number(Math.abs(percent))}\u00a0%`;
}

/** `−76 %, −86 to −62 %`. */
export function changeWords(change: OutcomeChange | null): string {
  if (!change) return '–';
  const seen = change.seen === null ? 'from nothing' : signed(change.seen);
  const range =
    change.high === null
      ? `${signed(change.low)} or more`
      : `${signed(change.low)} to ${signed(change.high)}`;
  return `${seen}, ${range}`;
}

export const roles: Record<OutcomeRole, string> = {
  earlier: 'Earlier',
  before: 'Before',
  shipping: 'Shipped, left out',
  after: 'After',
  later: 'Watched',
  unread: 'Not read, left out',
  running: 'Not over yet',
};

/** How the banner looks: a fall is good where fewer is the aim, and bad news is a risk that needs somebody. */
export function toneOf(view: OutcomeView): 'good' | 'risk' | 'accent' {
  const reading = view.usage?.reading ?? view.reading;
  if (!reading || view.state === 'came_back') return 'risk';
  const wantsMore = view.goal?.measure === 'at_least' || view.goal?.measure === 'rise_by';
  const wanted = view.usage ? (wantsMore ? 'rose' : 'fell') : 'fell';
  if (reading.verdict === wanted) return reading.goal && !reading.goal.overall ? 'accent' : 'good';
  return reading.verdict === 'fell' || reading.verdict === 'rose' ? 'risk' : 'accent';
}
