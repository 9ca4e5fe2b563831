import { expect, test } from 'vitest';
import { largest, readZoom, smallest, zoomed } from './zoom';

test('steps lead from the smallest to the largest and stop there', () => {
  const sizes = [smallest];
  for (let i = 0; i < 20; i++) sizes.push(zoomed(sizes.at(-1) ?? 1, 1));
  expect([...new Set(sizes)]).toEqual([0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3]);
  expect([zoomed(largest, 1), zoomed(1, -1), zoomed(1.3, -1), zoomed(smallest, -1)]).toEqual([
    3, 0.9, 1.25, 0.8,
  ]);
});

test.each<[unknown, number]>([
  [2, 2],
  [0, 0.8],
  [99, 3],
  ['2', 1],
  [NaN, 1],
  [undefined, 1],
])('stored %j is drawn at %d', (stored, size) => expect(readZoom(stored)).toBe(size));
