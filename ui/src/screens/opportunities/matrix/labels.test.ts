import { expect, test } from 'vitest';
import { LINE, placeLabels, type Bubble } from './labels';

const PLOT = { width: 600, height: 400 };

/** Bubbles and label widths that look scattered and are the same on each run. */
function scattered(n: number): Bubble[] {
  let state = 7;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: n }, (_, id) => ({
    id,
    x: next() * PLOT.width,
    y: next() * PLOT.height,
    r: 5 + next() * 17,
    width: 40 + next() * 120,
  }));
}

test.each([1, 5, 20, 60, 200])('of %d labels none lies over another, over a bubble or outside', (n) => {
  const bubbles = scattered(n);
  const spots = placeLabels(bubbles, PLOT);
  const rects = bubbles.flatMap(({ id, width }) => {
    const spot = spots.get(id);
    return spot ? [{ id, ...spot, right: spot.left + width, bottom: spot.top + LINE }] : [];
  });
  expect(spots.size).toBe(n);
  expect(rects.length).toBeGreaterThan(0);
  for (const rect of rects) {
    expect(rect.left >= 0 && rect.top >= 0 && rect.right <= 600 && rect.bottom <= 400).toBe(true);
    for (const other of rects) {
      if (other.id === rect.id) continue;
      const apart =
        rect.right <= other.left ||
        other.right <= rect.left ||
        rect.bottom <= other.top ||
        other.bottom <= rect.top;
      expect(apart, `${rect.id} and ${other.id}`).toBe(true);
    }
    for (const { id, x, y, r } of bubbles) {
      if (id === rect.id) continue;
      const apart = rect.right <= x - r || x + r <= rect.left || rect.bottom <= y - r || y + r <= rect.top;
      expect(apart, `${rect.id} and the bubble of ${id}`).toBe(true);
    }
  }
});

test('a label stands on the right, and on the left where the plot ends', () => {
  const bubble = { id: 1, y: 200, r: 10, width: 80 };
  expect(placeLabels([{ ...bubble, x: 100 }], PLOT).get(1)).toEqual({ left: 114, top: 182 });
  expect(placeLabels([{ ...bubble, x: 580 }], PLOT).get(1)).toEqual({ left: 486, top: 182 });
});

test('who finds no room is told so, but the selected one keeps its label', () => {
  const same = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => ({ id, x: 300, y: 200, r: 12, width: 100 }));
  const without = (first: number | null) =>
    [...placeLabels(same, PLOT, first)].filter(([, spot]) => spot === null).map(([id]) => id);
  expect(without(null).length).toBeGreaterThan(0);
  expect(without(null)).toContain(9);
  expect(without(9)).not.toContain(9);
});
