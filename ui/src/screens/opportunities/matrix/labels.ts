/**
 * Where the labels of a bubble chart stand, so that none lies over another label or over a bubble. Pure: widths are
 * given, nothing is measured here. All lengths are px, from the top left of the plot.
 */

export interface Bubble {
  id: number;
  /** Centre and radius. */
  x: number;
  y: number;
  r: number;
  /** How wide its label is. */
  width: number;
}

/** The top left corner of a label. */
export interface Spot {
  left: number;
  top: number;
}

interface Rect extends Spot {
  width: number;
  height: number;
}

/** The height of a label. */
export const LINE = 18;
const GAP = 4;

/**
 * A spot for each label, or null where there is none: then the bubble gets a number and a line in the list below. Who
 * comes first in `bubbles` chooses first; `first` comes before all, so that the selected one keeps its name.
 */
export function placeLabels(
  bubbles: readonly Bubble[],
  plot: { width: number; height: number },
  first: number | null = null,
): Map<number, Spot | null> {
  const order = [...bubbles].sort((a, b) => Number(b.id === first) - Number(a.id === first));
  const labels: Rect[] = [];
  const spots = new Map<number, Spot | null>();
  for (const bubble of order) {
    const taken = [...bubbles.filter((other) => other.id !== bubble.id).map(square), ...labels];
    const spot = around(bubble).find(
      (rect) => inside(rect, plot) && !taken.some((other) => overlap(rect, other)),
    );
    if (spot) labels.push(spot);
    spots.set(bubble.id, spot ? { left: spot.left, top: spot.top } : null);
  }
  return spots;
}

/** The places a label may stand at, the most readable first: right above the whisker, then right, left, above, below. */
function around({ x, y, r, width }: Bubble): Rect[] {
  const right = x + r + GAP;
  const left = x - r - GAP - width;
  const middle = y - LINE / 2;
  const corners: [number, number][] = [
    [right, y - LINE],
    [right, y],
    [left, y - LINE],
    [left, y],
    [x - width / 2, y - r - GAP - LINE],
    [x - width / 2, y + r + GAP],
    [right, middle - LINE],
    [right, middle + LINE],
    [left, middle - LINE],
    [left, middle + LINE],
  ];
  return corners.map(([at, top]) => ({ left: at, top, width, height: LINE }));
}

function square({ x, y, r }: Bubble): Rect {
  return { left: x - r, top: y - r, width: 2 * r, height: 2 * r };
}

function inside(rect: Rect, plot: { width: number; height: number }): boolean {
  return (
    rect.left >= 0 &&
    rect.top >= 0 &&
    rect.left + rect.width <= plot.width &&
    rect.top + rect.height <= plot.height
  );
}

function overlap(a: Rect, b: Rect): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}
