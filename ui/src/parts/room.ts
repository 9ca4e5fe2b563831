export type Side = 'top' | 'bottom' | 'left' | 'right';

/** Between a popover and what it is opened at, and between a popover and the window's edge, px. */
export const GAP = 6;
export const EDGE = 12;

/**
 * Whether something `height` px high opens above what it was to open below, or the other way round: not all of it has
 * room there, and across there is more.
 */
export function turns(
  side: Side,
  height: number,
  anchor: { top: number; bottom: number },
  window: number,
): boolean {
  if (side === 'left' || side === 'right') return false;
  const above = anchor.top - GAP - EDGE;
  const below = window - anchor.bottom - GAP - EDGE;
  const [here, across] = side === 'top' ? [above, below] : [below, above];
  return height > here && across > here;
}
