/** A time as a date field shows it, where the reader is; empty without one. */
export function dayOf(at: number | null): string {
  if (at === null) return '';
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** The end of the day that a date field holds; null when it is empty. */
export function endOf(day: string): number | null {
  return day === '' ? null : new Date(`${day}T23:59:00`).getTime();
}
