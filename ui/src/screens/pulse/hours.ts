import type { BusinessHours } from '../../ipc';

/** Hours as people write them, `4`, `1.5`, `1,5`, in minutes; undefined when it isn't a number above nothing. */
export function readHours(text: string): number | undefined {
  const found = /^\s*(\d{1,5})(?:[.,](\d{1,2}))?\s*h?\s*$/.exec(text);
  if (!found) return undefined;
  const minutes = Math.round(Number(`${found[1]}.${found[2] ?? 0}`) * 60);
  return minutes > 0 ? minutes : undefined;
}

/** Monday to Friday, nine to five, where the reader is. */
export function usualHours(): BusinessHours {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60, zone };
}

/** Minutes after midnight as a time field shows them: `09:00`. A day's end is its last minute. */
export function clockOf(minutes: number): string {
  const shown = Math.min(minutes, 24 * 60 - 1);
  return [Math.floor(shown / 60), shown % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** The same way back; null when it is no time of day. The last minute of a day stands for its end. */
export function minutesOf(clock: string): number | null {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)/.exec(clock);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return minutes === 24 * 60 - 1 ? 24 * 60 : minutes;
}
