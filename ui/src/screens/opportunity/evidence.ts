import type { EvidenceView } from '../../ipc';
import { keysOf, kinds } from '../../words';

export type EvidenceOrder = 'strongest' | 'newest' | 'kind';

/**
 * The evidence as listed, what speaks against it last. Strongest: importance, then the customer's revenue, then the
 * newest.
 */
export function inEvidenceOrder(evidence: readonly EvidenceView[], order: EvidenceOrder): EvidenceView[] {
  const newest = (a: EvidenceView, b: EvidenceView) =>
    b.signal.happened_at - a.signal.happened_at || b.signal.id - a.signal.id;
  const strongest = (a: EvidenceView, b: EvidenceView) =>
    b.importance - a.importance || (b.signal.revenue ?? 0) - (a.signal.revenue ?? 0) || newest(a, b);
  const families = keysOf(kinds);
  const byKind = (a: EvidenceView, b: EvidenceView) =>
    families.indexOf(a.signal.kind) - families.indexOf(b.signal.kind) || strongest(a, b);
  const chosen = { strongest, newest, kind: byKind }[order];
  return [...evidence].sort((a, b) => Number(a.against) - Number(b.against) || chosen(a, b));
}
