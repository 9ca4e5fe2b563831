/** The tree as a flat list of nodes, depth first: what keys walk over and what the columns show. */
import type {
  OpportunityTree,
  TreeAssumption,
  TreeLevel,
  TreeOpportunity,
  TreeOutcome,
  TreeRef,
  TreeSolution,
} from '../../../ipc';

/** What a node is, with what the engine says of it. The root of the opportunities without an outcome is null. */
export type Body =
  | { level: 'outcome'; outcome: TreeOutcome | null }
  | { level: 'opportunity'; opportunity: TreeOpportunity }
  | { level: 'solution'; solution: TreeSolution }
  | { level: 'assumption'; assumption: TreeAssumption };

export interface TreeNode {
  uid: string;
  body: Body;
  /** The column, from 0. */
  column: number;
  title: string;
  /** It was dropped, or something above it was. */
  out: boolean;
  /** Why it was dropped itself; null while it wasn't. */
  dropped: string | null;
  parent: TreeNode | null;
  children: TreeNode[];
  /** The opportunity it belongs to. */
  opportunity: TreeOpportunity | null;
}

/** The uid of the root under which opportunities without an outcome stand. */
export const NOWHERE = '';

export const COLUMNS: Record<Body['level'], number> = {
  outcome: 0,
  opportunity: 1,
  solution: 2,
  assumption: 3,
};

/** One root with all below it; `hideDropped` leaves out what was dropped, with all below it. */
export function nodesOf(tree: OpportunityTree, root: string, hideDropped: boolean): TreeNode[] {
  const outcome = tree.outcomes.find((one) => one.uid === root) ?? null;
  if (outcome === null && root !== NOWHERE) return [];
  const all: TreeNode[] = [];
  const add = (body: Body, uid: string, title: string, dropped: string | null, parent: TreeNode | null) => {
    if (hideDropped && dropped !== null && parent !== null) return null;
    const opportunity = body.level === 'opportunity' ? body.opportunity : (parent?.opportunity ?? null);
    const out = dropped !== null || (parent?.out ?? false);
    const node: TreeNode = {
      uid,
      body,
      column: COLUMNS[body.level],
      title,
      out,
      dropped,
      parent,
      children: [],
      opportunity,
    };
    parent?.children.push(node);
    all.push(node);
    return node;
  };
  const top = add(
    { level: 'outcome', outcome },
    root,
    outcome?.title ?? 'No outcome yet',
    outcome?.dropped ?? null,
    null,
  );
  const assume = (assumption: TreeAssumption, parent: TreeNode) =>
    add({ level: 'assumption', assumption }, assumption.uid, assumption.title, assumption.dropped, parent);
  for (const opportunity of outcome?.opportunities ?? tree.without) {
    const { row } = opportunity;
    const rejected = row.stage === 'rejected' ? 'Declined' : null;
    const one = add({ level: 'opportunity', opportunity }, opportunity.uid, row.title, rejected, top);
    if (one === null) continue;
    for (const solution of opportunity.solutions) {
      const node = add({ level: 'solution', solution }, solution.uid, solution.title, solution.dropped, one);
      if (node) for (const assumption of solution.assumptions) assume(assumption, node);
    }
    for (const assumption of opportunity.assumptions) assume(assumption, one);
  }
  return all;
}

/** The roots in their order: every outcome, then the place of what hangs under none. */
export function rootsOf(tree: OpportunityTree): string[] {
  return [...tree.outcomes.map((one) => one.uid), ...(tree.without.length > 0 ? [NOWHERE] : [])];
}

/** The root that a node hangs under; null when it isn't there. */
export function rootOf(tree: OpportunityTree, uid: string): string | null {
  return rootsOf(tree).find((root) => nodesOf(tree, root, false).some((node) => node.uid === uid)) ?? null;
}

/** The node `by` further in the same column; the end of the column stays where it is. */
export function within(nodes: readonly TreeNode[], from: TreeNode, by: number): TreeNode {
  const column = nodes.filter((node) => node.column === from.column);
  const at = column.indexOf(from) + by;
  return column[Math.max(0, Math.min(column.length - 1, at))] ?? from;
}

/** How a node is addressed. */
export function refOf(node: TreeNode): TreeRef {
  return { level: node.body.level, uid: node.uid };
}

/** What a child of a node usually is. */
export function childLevel(node: TreeNode | null): TreeLevel {
  const below: Record<Body['level'], TreeLevel> = {
    outcome: 'opportunity',
    opportunity: 'solution',
    solution: 'assumption',
    assumption: 'test',
  };
  return node === null ? 'outcome' : below[node.body.level];
}

/** A move by one place: under which node, and where there. */
export interface Move {
  under: TreeRef | null;
  at: number;
}

/**
 * One place up or down: past its neighbour, and past the first or the last over to the next parent of the same level. Null
 * where there is nothing to move to, with nothing hidden left out of the count.
 */
export function moved(tree: OpportunityTree, uid: string, by: 1 | -1): Move | null {
  const roots = tree.outcomes.map((one) => one.uid);
  const at = roots.indexOf(uid);
  if (at >= 0) return at + by < 0 || at + by >= roots.length ? null : { under: null, at: at + by };
  const all = rootsOf(tree).flatMap((root) => nodesOf(tree, root, false));
  const node = all.find((one) => one.uid === uid);
  const parent = node?.parent;
  if (!node || !parent || parent.uid === NOWHERE) return null;
  const like = (one: TreeNode) => one.children.filter((child) => child.body.level === node.body.level);
  const place = like(parent).indexOf(node) + by;
  if (place >= 0 && place < like(parent).length) return { under: refOf(parent), at: place };
  const parents = all.filter(
    (one) => one === parent || (one.body.level === parent.body.level && !one.out && one.uid !== NOWHERE),
  );
  const next = parents[parents.indexOf(parent) + by];
  return next ? { under: refOf(next), at: by > 0 ? 0 : like(next).length } : null;
}

/** The path from the root to a node, itself included. */
export function pathTo(node: TreeNode | null): ReadonlySet<string> {
  const path = new Set<string>();
  for (let one = node; one !== null; one = one.parent) path.add(one.uid);
  return path;
}
