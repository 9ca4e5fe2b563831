/** How often a connection is read, in words. A cadence is written `off`, `15m`, `6h` or `daily 06:30`. */
import { clock, moment } from './format';
import type { Cadence, ConnectionView } from './ipc';

/** What the form offers; `daily` takes a time of day beside it. */
const OFFERED: readonly { id: string; title: string }[] = [
  { id: '15m', title: '15 min' },
  { id: '1h', title: '1 h' },
  { id: '6h', title: '6 h' },
  { id: 'daily', title: 'Daily' },
  { id: 'off', title: 'By hand' },
];

/** The choices, and one more for a cadence that was set on the command line. */
export function choices(cadence: Cadence): { id: string; title: string }[] {
  const id = choice(cadence);
  return OFFERED.some((one) => one.id === id) ? [...OFFERED] : [{ id, title: cadence }, ...OFFERED];
}

/** Which of the choices a cadence is. */
export function choice(cadence: Cadence): string {
  return cadence.startsWith('daily') ? 'daily' : cadence;
}

/** The time of day of a daily cadence, or the usual one. */
export function timeOfDay(cadence: Cadence): string {
  return cadence.startsWith('daily ') ? cadence.slice('daily '.length) : '06:30';
}

/** "Next at 14:30", "Next Mon 06:30"; empty where nothing happens by itself. */
export function nextRead(connection: ConnectionView, now: number): string {
  const next = connection.next_read;
  if (next === null) return connection.schedule === 'off' || connection.paused ? '' : 'Waits for you';
  if (next <= now) return 'Next in a moment';
  const today = new Date(next).toDateString() === new Date(now).toDateString();
  return today ? `Next at ${clock(next)}` : `Next ${moment(next, now)}`;
}
