import { describe, expect, test } from 'vitest';
import { axisFor } from './axis';

describe('the shared axis', () => {
  test.each([
    { values: [], max: 1 },
    { values: [0, 0], max: 1 },
    { values: [1520, 1780], max: 1800 },
    { values: [1801], max: 2000 },
    { values: [2.3], max: 2.4 },
    { values: [10], max: 10 },
    { values: [0.07], max: 0.08 },
    { values: [8_100_000], max: 10_000_000 },
    { values: [Number.NaN, 5], max: 5 },
  ])('ends at $max for $values', ({ values, max }) => {
    const axis = axisFor(values);
    expect(axis.max).toBeCloseTo(max, 8);
    expect(axis.ticks[0]).toBe(0);
    expect(axis.ticks[1] * 2).toBeCloseTo(axis.max, 8);
  });

  test('holds every value it was made for', () => {
    for (let value = 0.001; value < 1e7; value *= 1.37) {
      const axis = axisFor([value]);
      expect(axis.max).toBeGreaterThanOrEqual(value * 0.999);
      expect(axis.max).toBeLessThan(value * 2.01);
    }
  });
});
