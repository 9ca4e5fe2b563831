import { describe, expect, test } from 'vitest';
import { moved, nodesOf, NOWHERE, pathTo, rootOf, rootsOf, within } from './nodes';
import { place } from './place';
import { sample } from './sample';

const titles = (hide = false, root = 'lost') =>
  nodesOf(sample(), root, hide).map(
    ({ column, title, out }) => `${'  '.repeat(column)}${out ? `[${title}]` : title}`,
  );

test('one outcome with all below it, depth first; what was dropped takes all below it along', () => {
  expect(titles()).toEqual([
    'Fewer orders lost',
    '  Let large carts check out',
    '  One charge per order',
    '    Retry key',
    '      Provider honours our key',
    '    [Refund overnight]',
    '      [Refunds arrive in a day]',
    '      People notice',
  ]);
  expect(titles(true)).toHaveLength(6);
  expect(titles(false, NOWHERE)).toEqual(['No outcome yet', '  Nobody’s yet']);
  expect(titles(false, 'gone')).toEqual([]);
});

test('roots are the outcomes and the place of those without', () => {
  expect(rootsOf(sample())).toEqual(['lost', 'fast', NOWHERE]);
  expect(['sandbox', 'honours', 'opp7', 'fast'].map((uid) => rootOf(sample(), uid))).toEqual([
    null,
    'lost',
    NOWHERE,
    'fast',
  ]);
});

test('keys walk in a column and stop at its ends', () => {
  const nodes = nodesOf(sample(), 'lost', false);
  const from = nodes.find(({ uid }) => uid === 'honours')!;
  expect([1, 2, 9, -1].map((by) => within(nodes, from, by).uid)).toEqual([
    'within',
    'notice',
    'notice',
    'honours',
  ]);
  expect([...pathTo(from)]).toEqual(['honours', 'retry', 'opp34', 'lost']);
});

describe('moving by one place', () => {
  const to = (uid: string, by: 1 | -1) => {
    const move = moved(sample(), uid, by);
    return move && `${move.under?.uid ?? 'nothing'} ${move.at}`;
  };
  test.each<[string, 1 | -1, string | null]>([
    ['opp31', 1, 'lost 1'],
    ['opp31', -1, null],
    ['opp34', 1, 'fast 0'],
    ['refund', -1, 'opp34 0'],
    ['retry', -1, 'opp31 0'],
    ['refund', 1, 'opp7 0'],
    ['lost', 1, 'nothing 1'],
    ['fast', 1, null],
    ['opp7', 1, null],
    // The solution after its own is dropped, so there is none to go to.
    ['honours', 1, null],
    ['gone', 1, null],
  ])('%s by %i', (uid, by, expected) => expect(to(uid, by)).toBe(expected));
});

describe('where nodes stand', () => {
  test.each([400, 960, 1400])('no two overlap, and each lies within the whole (%i px)', (room) => {
    const { boxes, width, height, edges } = place(nodesOf(sample(), 'lost', false), room);
    for (const [i, a] of boxes.entries()) {
      expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(true);
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart, `${a.node.title} and ${b.node.title}`).toBe(true);
      }
    }
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toContain('opp34 notice');
  });

  test('wide columns only where there is room', () => {
    const widths = (room: number) =>
      place(nodesOf(sample(), 'lost', false), room).columns.map(({ width }) => width);
    expect(widths(600)).toEqual([160, 190, 190, 210]);
    expect(widths(2000)).toEqual([240, 280, 290, 340]);
    expect(place([], 600).boxes).toEqual([]);
  });
});
