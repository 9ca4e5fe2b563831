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
