/** Where nodes stand: a column per level, parents beside the middle of what hangs under them. Pure, in pixels. */
import type { TreeNode } from './nodes';

export interface Box {
  node: TreeNode;
  x: number;
  y: number;
  width: number;
  height: number;
  /** How many its title may take. */
  lines: 1 | 2;
}

export interface Edge {
  from: string;
  to: string;
  /** An SVG path. */
  path: string;
}

export interface Placed {
  boxes: Box[];
  edges: Edge[];
  columns: { x: number; width: number }[];
  width: number;
  height: number;
}

/** By the lines of titles: narrow columns give them two. */
const HEIGHTS = { 1: [124, 84, 60, 54], 2: [124, 100, 78, 72] } as const;
/** The narrowest and the widest a column gets. */
const NARROW = [160, 190, 190, 210] as const;
const WIDE = [240, 280, 290, 340] as const;
const GAP = 36;
const EDGE = 16;
/** Between two nodes of one column. */
const APART = 12;

/** `room`: the width there is; what doesn't fit at the narrowest is wider than that and scrolls. */
export function place(nodes: readonly TreeNode[], room: number): Placed {
  const share = shareOf(room);
  const columns = columnsIn(share);
  const lines = share < 0.5 ? 2 : 1;
  const boxes: Box[] = [];
  const root = nodes[0];
  const last = columns.at(-1);
  const width = (last?.x ?? 0) + (last?.width ?? 0) + EDGE;
  const height = root ? stack(root, EDGE, lines, columns, boxes) + 2 * EDGE : 0;
  const at = new Map(boxes.map((box) => [box.node.uid, box]));
  const edges = boxes.flatMap(({ node }) => {
    const from = node.parent && at.get(node.parent.uid);
    const to = at.get(node.uid);
    return from && to ? [{ from: from.node.uid, to: node.uid, path: curve(from, to) }] : [];
  });
  return { boxes, edges, columns, width, height };
}

/** How far columns are between their narrowest, 0, and their widest, 1. */
function shareOf(room: number): number {
  const least = NARROW.reduce((sum, one) => sum + one, 0);
  const most = WIDE.reduce((sum, one) => sum + one, 0);
  return Math.max(0, Math.min(1, (room - 2 * EDGE - 3 * GAP - least) / (most - least)));
}

function columnsIn(share: number): { x: number; width: number }[] {
  let x = EDGE;
  return NARROW.map((narrow, i) => {
    // Rounded up, four of them would be a pixel too wide for the room, and scroll.
    const width = Math.floor(narrow + ((WIDE[i] ?? narrow) - narrow) * share);
    const column = { x, width };
    x += width + GAP;
    return column;
  });
}

/** Places a node and all below it from `top` on; gives the height they take. */
function stack(node: TreeNode, top: number, lines: 1 | 2, columns: Placed['columns'], boxes: Box[]): number {
  const own = heightOf(node, lines);
  const column = columns[node.column] ?? { x: 0, width: 0 };
  const box: Box = { node, ...column, y: top, height: own, lines };
  boxes.push(box);
  if (node.children.length === 0) return own;
  const below = measure(node, lines);
  let y = top + Math.max(0, (own - below) / 2);
  for (const child of node.children) y += stack(child, y, lines, columns, boxes) + APART;
  box.y = top + Math.max(0, (below - own) / 2);
  return Math.max(own, below);
}

/** How high what hangs under a node is. */
function measure(node: TreeNode, lines: 1 | 2): number {
  const heights = node.children.map((child) =>
    Math.max(heightOf(child, lines), child.children.length > 0 ? measure(child, lines) : 0),
  );
  return heights.reduce((sum, one) => sum + one, 0) + APART * Math.max(0, heights.length - 1);
}

function heightOf(node: TreeNode, lines: 1 | 2): number {
  return HEIGHTS[lines][node.column as 0 | 1 | 2 | 3] ?? HEIGHTS[lines][3];
}

/** A curve over the gap; past a column that is left out it goes on straight. */
function curve(from: Box, to: Box): string {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const turn = x1 + GAP;
  return `M${x1} ${y1}C${x1 + GAP / 2} ${y1} ${x1 + GAP / 2} ${y2} ${turn} ${y2}L${x2} ${y2}`;
}
