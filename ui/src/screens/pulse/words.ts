/** What the Pulse's numbers say in words. */
import { count, moment, number } from '../../format';
import type { MetricState, MetricUnit, MetricValue, MetricWeek, Range, Severity, WeekState } from '../../ipc';
import { severities } from '../../words';

const NBSP = '\u00a0';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long, in a column: `47 min`, `1 h 41`, `2 h`, `1.9 d`. Takes milliseconds. */
export function span(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${number(minutes)}${NBSP}min`;
  if (ms < 2 * DAY) {
    const rest = minutes % 60;
    const hours = `${number(Math.floor(minutes / 60))}${NBSP}h`;
    return rest === 0 ? hours : `${hours}${NBSP}${String(rest).padStart(2, '0')}`;
  }
  return `${number(ms / DAY, 1)}${NBSP}d`;
}

/** The same in a sentence: `47 minutes`, `1.7 hours`, `2.4 days`. */
export function spanInWords(ms: number): string {
  const { shown, unit } = big(ms, 'milliseconds');
  return `${shown} ${unit}`;
}

/** A number as a tile shows it, and the unit that stands small beside it. */
export function big(value: number, unit: MetricUnit): { shown: string; unit: string } {
  if (unit === 'per_working_day') return { shown: number(value, 1), unit: 'a working day' };
  if (unit === 'share') return { shown: hundredths(value), unit: '%' };
  if (value < 1.5 * HOUR) {
    const minutes = Math.round(value / MINUTE);
    return { shown: number(minutes), unit: minutes === 1 ? 'minute' : 'minutes' };
  }
  if (value < 2 * DAY) return { shown: number(value / HOUR, 1), unit: 'hours' };
  return { shown: number(value / DAY, 1), unit: 'days' };
}

/** A share 0–1 in per cent with one decimal, so that 9.4 and 14.2 differ from 9 and 14. */
export function hundredths(share: number): string {
  const shown = Math.round(share * 1000) / 10;
  return Number.isInteger(shown)
    ? number(shown)
    : shown.toLocaleString(undefined, { maximumFractionDigits: 1 });
}

/** A value with its range and unit: `9.4 to 14.2 %`. */
export function valueWords(value: MetricValue): string {
  const low = big(value.value, value.unit);
  const range = hasRange(value) ? `${low.shown} to ${big(value.upper ?? 0, value.unit).shown}` : low.shown;
  return `${range}${NBSP}${low.unit}`;
}

/** Whether what is only suggested could make it more. */
export function hasRange(value: MetricValue): boolean {
  return value.upper !== null && value.upper > value.value;
}

/** The line under a tile's number: how it spreads, or what it counts. */
export function under(value: MetricValue): string {
  if (value.p90 !== null) return `half are faster, 9 in 10 within ${spanInWords(value.p90)}`;
  if (value.confirmed !== null)
    return `${number(value.confirmed)} confirmed, ${number(value.suggested ?? 0)} more suggested`;
  return value.basis;
}

/** What is left out as too young, and when it settles; empty when nothing is. */
export function youngWords(value: MetricValue, now: number): string {
  if (value.pending === 0 || value.settles_at === null) return '';
  return `${number(value.pending)} too young to count, settles ${moment(value.settles_at, now)}`;
}

export const weekStates: Record<Exclude<WeekState, 'value'>, string> = {
  too_few: 'Too few',
  pending: 'Pending',
  no_data: 'No data',
};

/** A week as a table shows it. */
export function weekWords(week: MetricWeek, unit: MetricUnit): string {
  if (week.state !== 'value' || week.value === null)
    return week.state === 'value' ? weekStates.no_data : weekStates[week.state];
  const low = big(week.value, unit);
  const upper = week.upper !== null && week.upper > week.value ? ` to ${big(week.upper, unit).shown}` : '';
  return `${low.shown}${upper}${NBSP}${low.unit}`;
}

/** A number's state in a sentence, for receipts and voices. */
export function stateWords(state: MetricState, now: number): string {
  switch (state.state) {
    case 'value':
      return `${valueWords(state)}, n = ${number(state.n)}`;
    case 'too_few':
      return `Too few to sum up, n = ${number(state.n)}`;
    case 'pending':
      return `Pending: ${count(state.n, 'is', 'are')} under 72 hours old, settles ${moment(state.settles_at, now)}`;
    case 'no_data':
      return `No data. ${state.why} ${state.todo}`;
  }
}

/** A class of incident, or that nobody gave it one. */
export function severityWord(severity: Severity | null): string {
  return severity === null ? 'No class' : severities[severity];
}

/** Milliseconds between a change and an incident: `14 min before`, `while it was being changed`. */
export function lagWords(lag: number): string {
  return lag < 0 ? 'while it was being changed' : `${span(lag)} before`;
}

/** "0 to 4.6 %", "at most 7 %". */
export function failWords(low: number, high: number): string {
  return low <= 0
    ? `at most ${hundredths(high)}${NBSP}%`
    : `${hundredths(low)} to ${hundredths(high)}${NBSP}%`;
}

/** A range of money or hours, in words a voice reads. */
export function rangeWords(range: Range, shown: (n: number) => string): string {
  return range.high > range.low ? `${shown(range.low)} to ${shown(range.high)}` : shown(range.likely);
}
