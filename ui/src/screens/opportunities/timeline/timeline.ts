/** Opportunities on an axis of time: which stage each was in when. Pure, times in milliseconds. */
import type { OpportunityRow, Stage, StageTimes } from '../../../ipc';

export type Scale = 'month' | 'quarter';

/** A stage an opportunity was in; without an end it is in it now. */
export interface Span {
  stage: Stage;
  from: number;
  to: number | null;
}

export interface Line {
  row: OpportunityRow;
  spans: Span[];
  /** When it was delivered the last time, verified, or declined. */
  delivered: number | null;
  verified: number | null;
  declined: number | null;
  /** When tests are due that have no verdict. */
  due: number[];
}

export interface Tick {
  at: number;
  label: string;
}

const DAY = 86_400_000;
/** Pixels a day. */
export const DENSITY: Record<Scale, number> = { month: 6, quarter: 2 };
/** Where nothing goes on after it. */
const ENDS: ReadonlySet<Stage> = new Set<Stage>(['verified', 'rejected']);

/** In the order of the rows; one without times is left out, because nothing is known of it. */
export function linesOf(rows: readonly OpportunityRow[], times: readonly StageTimes[]): Line[] {
  const byId = new Map(times.map((one) => [one.id, one]));
  return rows.flatMap((row) => {
    const known = byId.get(row.id);
    return known ? [lineOf(row, known)] : [];
  });
}

function lineOf(row: OpportunityRow, { stages, due }: StageTimes): Line {
  const last = (stage: Stage) => stages.findLast(([one]) => one === stage)?.[1] ?? null;
  const now = stages.at(-1)?.[0] ?? row.stage;
  const spans = stages.flatMap(([stage, from], i) => {
    const to = stages[i + 1]?.[1] ?? null;
    return ENDS.has(stage) || from === to ? [] : [{ stage, from, to }];
  });
  const delivered =
    now === 'delivered' || now === 'verified' ? (last('delivered') ?? last('verified')) : null;
  return {
    row,
    spans,
    delivered,
    verified: now === 'verified' ? last('verified') : null,
    declined: now === 'rejected' ? last('rejected') : null,
    due: due.map((day) => new Date(`${day}T12:00:00`).getTime()),
  };
}

/** Whole months or quarters that hold all lines and `now`, and one more on the right. */
export function axisOf(lines: readonly Line[], now: number, scale: Scale): { from: number; to: number } {
  const times = lines.flatMap(({ spans, due }) => [...spans.map(({ from }) => from), ...due]);
  const from = unitStart(Math.min(now, ...times), scale, 0);
  return { from, to: unitStart(Math.max(now, ...times), scale, 1) };
}

/** The beginnings of all months or quarters from `from` to before `to`, in the reader's zone. */
export function ticksOf(from: number, to: number, scale: Scale, locale?: string): Tick[] {
  const ticks: Tick[] = [];
  const month = new Intl.DateTimeFormat(locale, { month: 'short' });
  for (let at = from; at < to; at = unitStart(at, scale, 1)) {
    const date = new Date(at);
    const [year, number] = [date.getFullYear(), date.getMonth()];
    const name = scale === 'quarter' ? `Q${Math.floor(number / 3) + 1}` : month.format(date);
    ticks.push({ at, label: number === 0 || ticks.length === 0 ? `${name} ${year}` : name });
  }
  return ticks;
}

/** Where a time stands on an axis that begins at `from`, in pixels. */
export function across(at: number, from: number, scale: Scale): number {
  return ((at - from) / DAY) * DENSITY[scale];
}

/** Days from the capture to the delivery, or to the end of the test of it; null while it isn't delivered. */
export function leadDays({ spans, delivered }: Line): number | null {
  const first = spans[0]?.from ?? null;
  return delivered === null || first === null ? null : Math.max(0, Math.round((delivered - first) / DAY));
}

/** When a stage was reached first; null when it never was. */
export function firstReached(times: StageTimes | undefined, stage: Stage): number | null {
  return times?.stages.find(([one]) => one === stage)?.[1] ?? null;
}

/** The start of the month or quarter that holds a time, or of one `later`. */
function unitStart(at: number, scale: Scale, later: number): number {
  const date = new Date(at);
  const months = scale === 'quarter' ? 3 : 1;
  const month = Math.floor(date.getMonth() / months) * months;
  return new Date(date.getFullYear(), month + later * months, 1).getTime();
}
