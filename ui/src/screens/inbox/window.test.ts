import { describe, expect, test } from 'vitest';
import {
  areaHeight,
  barTop,
  follow,
  listTop,
  mostDrawn,
  pageRows,
  reveal,
  ROW,
  slice,
  TALLEST,
  without,
} from './window';

const VIEW = 720;

test('a short list is as tall as its rows; a long one as tall as the view allows', () => {
  expect(areaHeight(46)).toBe(46 * ROW);
  expect(areaHeight(5_000_000)).toBe(TALLEST);
});

describe.each([0, 1, 46, 1000, 1_031_250, 1_200_000, 50_000_000])('a list of %s rows', (count) => {
  const most = Math.max(0, count * ROW - VIEW);

  test('the ends of the bar are the ends of the list', () => {
    expect(listTop(0, count, VIEW)).toBe(0);
    expect(listTop(areaHeight(count), count, VIEW)).toBeCloseTo(most, 3);
    expect(barTop(most, count, VIEW)).toBeCloseTo(Math.max(0, areaHeight(count) - VIEW), 3);
  });

  test.each([0, 0.1, 0.5, 0.999, 1])('bar and list agree at %s of the way', (share) => {
    expect(listTop(barTop(most * share, count, VIEW), count, VIEW)).toBeCloseTo(most * share, 1);
  });

  test.each([0, 0.3, 1])('the drawn rows cover the view at %s of the way', (share) => {
    const scroll = share * Math.max(0, areaHeight(count) - VIEW);
    const { from, to, offset } = slice(scroll, count, VIEW);
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeLessThanOrEqual(count);
    expect(to - from).toBeLessThanOrEqual(mostDrawn(VIEW));
    expect(offset).toBeLessThanOrEqual(Math.ceil(scroll));
    const bottom = offset + (to - from) * ROW;
    expect(bottom).toBeGreaterThanOrEqual(Math.min(scroll + VIEW, scroll + count * ROW) - 1);
    expect(to - from).toBeLessThan(60);
  });
});

test('a million rows keep their places while the list scrolls', () => {
  const near = [0, 1, 30, 31].map((by) => slice(20_000_000 + by, 1_000_000, VIEW));
  for (const { from, offset } of near) expect(offset).toBe(from * ROW);
});

test('a row in view stays where it is; others come by the shortest way', () => {
  expect(reveal(10, 320, VIEW)).toBe(320);
  expect(reveal(9, 320, VIEW)).toBe(288);
  expect(reveal(40, 320, VIEW)).toBe(41 * ROW - VIEW);
});

test('a page keeps one row in sight', () => {
  expect(pageRows(VIEW)).toBe(21);
  expect(pageRows(10)).toBe(1);
});

test('the active row is followed; when it left, the one that slid under it', () => {
  const ids = Uint32Array.of(7, 5, 9);
  expect(follow(ids, 9, 0)).toBe(2);
  expect(follow(ids, 4, 1)).toBe(1);
  expect(follow(ids, 4, 8)).toBe(2);
  expect(follow(ids, null, 0)).toBe(0);
  expect(follow(new Uint32Array(), 4, 3)).toBe(-1);
});

test('what left is gone, the order stays', () => {
  expect([...without(Uint32Array.of(3, 1, 2, 8), new Set([1, 8]))]).toEqual([3, 2]);
});
