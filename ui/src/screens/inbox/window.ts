/** Height of every row; scroll maths is `index × ROW`. */
export const ROW = 32;

/**
 * WebKitGTK clamps a scroll area at 33,554,428 px, so lists of more than 1,031,250 rows are mapped onto this height. Their
 * rows change their place in the area with each scroll.
 */
export const TALLEST = 33_000_000;

/** At least so many rows are drawn above and below the visible ones, so that fast scrolling has no gap. */
const SPARE = 6;

/** Rows come and go so many at a time: most steps of a list that moves by one row only scroll it. */
const STEP = 4;

/** Height of the scroll area of a list of `count` rows, px. */
export function areaHeight(count: number): number {
  return Math.min(count * ROW, TALLEST);
}

/** Where the list really is when the scroll bar stands at `scrollTop`: px from its first row. */
export function listTop(scrollTop: number, count: number, view: number): number {
  const most = Math.max(0, count * ROW - view);
  const barMost = Math.max(0, areaHeight(count) - view);
  if (barMost === 0 || barMost === most) return clamp(scrollTop, 0, most);
  return clamp((scrollTop / barMost) * most, 0, most);
}

/** The other way round: where the scroll bar stands when the list is at `top`. */
export function barTop(top: number, count: number, view: number): number {
  const most = Math.max(0, count * ROW - view);
  const barMost = Math.max(0, areaHeight(count) - view);
  const kept = clamp(top, 0, most);
  return most === 0 || most === barMost ? kept : (kept / most) * barMost;
}

/** The rows to draw, `from` ≤ index < `to`, and where the first of them stands in the scroll area. */
export interface Slice {
  from: number;
  to: number;
  /** px from the top of the scroll area */
  offset: number;
}

export function slice(scrollTop: number, count: number, view: number): Slice {
  const top = listTop(scrollTop, count, view);
  const from = Math.max(0, Math.floor(top / ROW / STEP) * STEP - SPARE);
  const to = Math.min(count, Math.ceil((top + view) / ROW / STEP) * STEP + SPARE);
  // Whole px: text between two pixels is blurred.
  return { from, to, offset: Math.round(scrollTop + (from * ROW - top)) };
}

/** The least move of the list that brings row `index` into view; `top` itself when it is there already. */
export function reveal(index: number, top: number, view: number): number {
  const start = index * ROW;
  if (start < top) return start;
  if (start + ROW > top + view) return start + ROW - view;
  return top;
}

/** No slice of a list that shows `view` px has more rows. */
export function mostDrawn(view: number): number {
  return Math.ceil(view / ROW) + 2 * (STEP + SPARE);
}

/** How many rows a page key moves. */
export function pageRows(view: number): number {
  return Math.max(1, Math.floor(view / ROW) - 1);
}

/** Where the same row is in a new order, or the place that slid under it when it has left. */
export function follow(ids: Uint32Array, id: number | null, index: number): number {
  if (ids.length === 0) return -1;
  const found = id === null ? -1 : ids.indexOf(id);
  return found >= 0 ? found : clamp(index, 0, ids.length - 1);
}

/** The ids without those that left, in the same order. */
export function without(ids: Uint32Array, gone: ReadonlySet<number>): Uint32Array {
  return ids.filter((id) => !gone.has(id));
}

export function clamp(n: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, n));
}
