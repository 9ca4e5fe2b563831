/** Numbers, money, ages and dates as people read them, by the system's locale and time zone. */

const locale = usable(typeof navigator === 'undefined' ? undefined : navigator.language);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NBSP = '\u00a0';

/** The system's language, or British English where it names none: with `LANG=C` it is "C", which no formatter takes. */
export function usable(language: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}

/** A formatter takes a tenth of a millisecond to make, and a list asks for a hundred: each is made once. */
function made<Key, Formatter>(make: (key: Key) => Formatter): (key: Key) => Formatter {
  const ready = new Map<Key, Formatter>();
  return (key) => {
    let formatter = ready.get(key);
    if (formatter === undefined) ready.set(key, (formatter = make(key)));
    return formatter;
  };
}

const decimals = made((digits: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }));

/** `1,180`; below 10 up to `digits` decimals: `0.67`. */
export function number(n: number, digits = 2): string {
  return decimals(Math.abs(n) >= 10 || Number.isInteger(n) ? 0 : digits).format(n);
}

/** `18.7`, of any size: for rates that are compared. */
export const rate = (n: number): string => decimals(1).format(n);

/** A share 0–1 as `82 %`. Never rounds a part to nothing or to everything. */
export function percent(share: number): string {
  const shown = Math.round(share * 100);
  if (shown === 0 && share > 0) return `<1${NBSP}%`;
  if (shown === 100 && share < 1) return `>99${NBSP}%`;
  return `${shown}${NBSP}%`;
}

/** `€184,000`, for prose. `currency` is an ISO 4217 code; an unknown one is written before the number. */
export function money(amount: number, currency: string): string {
  return moneyParts(amount, currency, 0, '');
}

/** `€184 k`, `€1.02 M`, for tables. */
export function moneyShort(amount: number, currency: string): string {
  const size = Math.abs(amount);
  if (size >= 1e9) return moneyParts(amount / 1e9, currency, 2, 'G');
  if (size >= 999_500) return moneyParts(amount / 1e6, currency, 2, 'M');
  if (size >= 1_000) return moneyParts(amount / 1e3, currency, 0, 'k');
  return moneyParts(amount, currency, 0, '');
}

const inCurrency = made((digits: number) =>
  made(
    (currency: string) =>
      new Intl.NumberFormat(locale, {
        maximumFractionDigits: digits,
        minimumFractionDigits: 0,
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
      }),
  ),
);

function moneyParts(amount: number, currency: string, digits: number, suffix: string): string {
  try {
    const parts = inCurrency(digits)(currency).formatToParts(amount);
    const last = parts.findLastIndex((part) => part.type === 'integer' || part.type === 'fraction');
    return parts
      .map((part, i) => (i === last && suffix ? `${part.value}${NBSP}${suffix}` : part.value))
      .join('');
  } catch {
    const plain = decimals(digits).format(amount);
    return [currency, suffix ? `${plain}${NBSP}${suffix}` : plain].filter(Boolean).join(NBSP);
  }
}

/** How old, in a narrow column: `now`, `38 m`, `5 h`, `Tue`, `12 Oct`, `Oct 2025`. */
export function age(then: number, now: number): string {
  const past = now - then;
  if (past >= 0 && past < MINUTE) return 'now';
  if (past >= 0 && past < HOUR) return `${Math.floor(past / MINUTE)}${NBSP}m`;
  if (past >= 0 && past < DAY) return `${Math.floor(past / HOUR)}${NBSP}h`;
  if (Math.abs(past) < 6 * DAY) return part(then, 'weekday');
  if (sameYear(then, now) || Math.abs(past) < 300 * DAY) return part(then, 'dayAndMonth');
  return part(then, 'monthAndYear');
}

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

/** The same for a voice: `52 minutes ago`. */
export function ageInWords(then: number, now: number): string {
  const past = now - then;
  if (Math.abs(past) < HOUR) return relative.format(-Math.round(past / MINUTE), 'minute');
  if (Math.abs(past) < DAY) return relative.format(-Math.round(past / HOUR), 'hour');
  return relative.format(-Math.round(past / DAY), 'day');
}

/** `today 08:49`, `yesterday 17:02`, `Tue 17:02`, `12 Oct 17:02`, `12 Oct 2025`. */
export function moment(then: number, now: number): string {
  const days = dayNumber(now) - dayNumber(then);
  if (days === 0) return `today ${clock(then)}`;
  if (days === 1) return `yesterday ${clock(then)}`;
  if (days === -1) return `tomorrow ${clock(then)}`;
  if (Math.abs(days) < 7) return `${part(then, 'weekday')} ${clock(then)}`;
  if (sameYear(then, now)) return `${part(then, 'dayAndMonth')} ${clock(then)}`;
  return date(then);
}

/** `12 Oct`, and `12 Oct 2025` for another year. */
export function day(then: number, now: number): string {
  return sameYear(then, now) ? part(then, 'dayAndMonth') : date(then);
}

/** `Tue 10`, for the days of a chart. */
export function weekday(then: number): string {
  return `${part(then, 'weekday')} ${part(then, 'day')}`;
}

/** `12 Oct 2026`. */
export function date(then: number): string {
  return part(then, 'date');
}

/** `2026-10-12`, a calendar day without a time or zone, as `12 Oct 2026`; other text stays as it is. */
export function calendarDay(text: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return text;
  return date(new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])).getTime());
}

/** `17:02`, always 24 hours. */
export function clock(then: number): string {
  return part(then, 'clock');
}

/** `214 MB`, in powers of ten like file managers. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let n = bytes;
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) {
    n /= 1000;
    unit += 1;
  }
  return `${number(n, unit > 2 ? 1 : 0)}${NBSP}${units[unit]}`;
}

/** `25 s`, `3 min`, `1 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}${NBSP}min`;
  const hours = Math.floor(minutes / 60);
  return `${hours}${NBSP}h${minutes % 60 ? ` ${minutes % 60}${NBSP}min` : ''}`;
}

/** `1 ticket`, `2,611 tickets`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

const partOptions = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  weekday: { weekday: 'short' },
  day: { day: 'numeric' },
  dayAndMonth: { day: 'numeric', month: 'short' },
  monthAndYear: { month: 'short', year: 'numeric' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

type Part = keyof typeof partOptions;

/** By the present offset: a formatter keeps the time zone it was made in, and a laptop travels. */
const partOf = made<number, (which: Part) => Intl.DateTimeFormat>(() =>
  made((which) => new Intl.DateTimeFormat(locale, partOptions[which])),
);

function part(then: number, which: Part): string {
  return partOf(new Date().getTimezoneOffset())(which).format(then);
}

/** Counts local days, so that "yesterday" follows the calendar and not 24 hours. */
function dayNumber(then: number): number {
  const day = new Date(then);
  return Math.round(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()) / DAY);
}

function sameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}
