import type { Stage } from '../../ipc';

/** The way of an opportunity from capture to proof. Declined stands beside it. */
export const WAY: readonly Stage[] = [
  'captured',
  'assessing',
  'ready',
  'exported',
  'in_progress',
  'delivered',
  'verified',
];

/** The stage one step on or back; none at the ends. A declined one comes back to the start. */
export function neighbour(stage: Stage, by: 1 | -1): Stage | null {
  if (stage === 'rejected') return by === -1 ? 'captured' : null;
  return WAY[WAY.indexOf(stage) + by] ?? null;
}
