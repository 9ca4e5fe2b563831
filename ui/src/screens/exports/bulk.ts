/** Several opportunities on their way to one tracker: what each row says, and how all of them stand. */
import { count } from '../../format';
import type { BulkPreview, BulkRow, ConnectionId, OpportunityId, OutboxEntry, OutboxState } from '../../ipc';

export interface Line {
  row: BulkRow;
  /** The newest export of this opportunity to this tracker. */
  entry: OutboxEntry | null;
  /** Why it can't be chosen, as the engine says; null when it can. */
  stays: string | null;
}

/** The newest entry of each opportunity for one tracker. */
export function newest(
  outbox: readonly OutboxEntry[],
  connection: ConnectionId,
): Map<OpportunityId, OutboxEntry> {
  const found = new Map<OpportunityId, OutboxEntry>();
  for (const entry of outbox) {
    if (entry.connection !== connection) continue;
    const other = found.get(entry.opportunity.id);
    if (!other || other.id < entry.id) found.set(entry.opportunity.id, entry);
  }
  return found;
}

/** `sending`: why what is in the outbox can't be chosen now, whatever the preview said before it was sent. */
export function linesOf(
  preview: BulkPreview,
  entries: ReadonlyMap<OpportunityId, OutboxEntry>,
  sending: string | null,
): Line[] {
  return preview.rows.map((row) => {
    const entry = entries.get(row.opportunity.id) ?? null;
    return { row, entry, stays: row.stays ?? (entry && sending) };
  });
}

/** A person has to say what becomes of it. */
export function isUnsettled(entry: OutboxEntry | null): boolean {
  return entry?.state === 'failed' || entry?.state === 'needs_check';
}

/** Goes unless a person says otherwise: ready, possible, and never tried before. */
export function goesByItself({ row, entry, stays }: Line): boolean {
  return stays === null && entry === null && row.gaps.length === 0;
}

/** How many are where; `sent` are those of this time only. */
export interface Standing {
  sent: number;
  failed: number;
  unanswered: number;
  waiting: number;
  /** Waiting for the same tracker without being in the list. */
  elsewhere: number;
}

export function standingOf(
  lines: readonly Line[],
  entries: ReadonlyMap<OpportunityId, OutboxEntry>,
  queuedNow: ReadonlySet<OpportunityId>,
): Standing {
  const states = lines.flatMap(({ entry }) => (entry ? [entry] : []));
  const many = (state: OutboxState) => states.filter((entry) => entry.state === state);
  const waiting = many('queued').length;
  return {
    sent: many('sent').filter((entry) => queuedNow.has(entry.opportunity.id)).length,
    failed: many('failed').length,
    unanswered: many('needs_check').length,
    waiting,
    elsewhere: [...entries.values()].filter((entry) => entry.state === 'queued').length - waiting,
  };
}

/** "3 sent, 1 refused, 2 wait"; empty when nothing was begun. */
export function inWords({ sent, failed, unanswered, waiting, elsewhere }: Standing): string {
  const parts = [
    sent > 0 && count(sent, 'sent', 'sent'),
    failed > 0 && count(failed, 'refused', 'refused'),
    unanswered > 0 && count(unanswered, 'without an answer', 'without an answer'),
    waiting > 0 && count(waiting, 'waits', 'wait'),
    elsewhere > 0 &&
      `${count(elsewhere, 'more waits', 'more wait')} that ${elsewhere === 1 ? 'isn’t' : 'aren’t'} in this list`,
  ];
  return parts.filter(Boolean).join(', ');
}
