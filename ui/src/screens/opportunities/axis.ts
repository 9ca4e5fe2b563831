/**
 * The shared axis of a column of range bars: every bar of the column is drawn on the same numbers, which the column's
 * head prints. A scale per row would make a small value look like a large one.
 */

/** An axis from 0 to `max`, with the ticks its head prints. */
export interface Axis {
  max: number;
  ticks: [number, number, number];
}

/** Ends whose half is a number people read at a glance. */
const ENDS = [1, 1.2, 1.4, 1.6, 1.8, 2, 2.4, 3, 4, 5, 6, 8, 10];

/** The smallest pleasant axis that holds every value. Nothing to hold gives 0 to 1. */
export function axisFor(values: readonly number[]): Axis {
  const largest = values.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), 0);
  if (largest <= 0) return { max: 1, ticks: [0, 0.5, 1] };
  const power = 10 ** Math.floor(Math.log10(largest));
  const end = ENDS.find((step) => step * power >= largest * 0.9999) ?? 10;
  const max = end * power;
  return { max, ticks: [0, max / 2, max] };
}
