import type { SignalRow } from '../../ipc';
import { count } from '../../format';
import { kinds } from '../../words';

/** One reason for or against two signals being the same thing. */
export interface Reason {
  speaksFor: boolean;
  text: string;
  detail: string;
}

const DAY = 86_400_000;

/** What two signals have in common and what sets them apart; `shared` are their common words, if known. */
export function reasonsFor(a: SignalRow, b: SignalRow, shared: string[]): Reason[] {
  const found: Reason[] = [];
  if (shared.length > 0) {
    const words = shared
      .slice(0, 4)
      .map((word) => `"${word}"`)
      .join(', ');
    found.push({
      speaksFor: true,
      text: `Same words, ${count(shared.length, 'in common', 'in common')}`,
      detail: words,
    });
  }
  found.push(
    ...pair('customer', a.customer, b.customer),
    ...pair('service', a.service, b.service),
    { speaksFor: a.kind === b.kind, ...kindReason(a, b) },
    { speaksFor: apart(a, b) <= 7, text: daysApart(apart(a, b)), detail: '' },
  );
  return found;
}

function pair(name: string, a: string | null, b: string | null): Reason[] {
  if (a === null || b === null) return [];
  if (a === b) return [{ speaksFor: true, text: `Same ${name}, ${a}`, detail: '' }];
  return [{ speaksFor: false, text: `Different ${name}s`, detail: `${a} and ${b}` }];
}

function kindReason(a: SignalRow, b: SignalRow): { text: string; detail: string } {
  if (a.kind === b.kind) return { text: `Both are ${kinds[a.kind].many.toLowerCase()}`, detail: '' };
  return { text: 'Different kinds', detail: `${kinds[a.kind].one} and ${kinds[b.kind].one.toLowerCase()}` };
}

function apart(a: SignalRow, b: SignalRow): number {
  return Math.floor(Math.abs(a.happened_at - b.happened_at) / DAY);
}

function daysApart(days: number): string {
  return days === 0 ? 'Within one day' : `${count(days, 'day')} apart`;
}
