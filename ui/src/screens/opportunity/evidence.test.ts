import { expect, test } from 'vitest';
import type { EvidenceView, Kind } from '../../ipc';
import { inEvidenceOrder, type EvidenceOrder } from './evidence';

const line = (id: number, kind: Kind, importance: number, revenue: number | null, happened_at: number) =>
  ({ signal: { id, kind, revenue, happened_at }, importance, against: false }) as EvidenceView;

const EVIDENCE = [
  line(1, 'alert', 1, null, 500),
  line(2, 'ticket', 3, 38_000, 100),
  line(3, 'ticket', 3, 210_000, 50),
  line(4, 'incident', 3, null, 400),
  line(5, 'ticket', 0, 900_000, 600),
  line(6, 'alert', 1, null, 500),
];

test.each<[EvidenceOrder, number[]]>([
  ['strongest', [3, 2, 4, 6, 1, 5]],
  ['newest', [5, 6, 1, 4, 2, 3]],
  ['kind', [3, 2, 5, 4, 6, 1]],
])('%s first', (order, ids) => {
  expect(inEvidenceOrder(EVIDENCE, order).map((one) => one.signal.id)).toEqual(ids);
});
