/** The draft a person may still change before it is sent. */
import type { ConnectionView, Draft, DraftText, OutboxEntry } from '../../ipc';

/** Connections that can take a backlog item, those at work first. */
export function trackersOf(connections: readonly ConnectionView[]): ConnectionView[] {
  return connections
    .filter((connection) => connection.writes)
    .sort((a, b) => Number(atRest(a)) - Number(atRest(b)) || a.name.localeCompare(b.name));
}

function atRest(connection: ConnectionView): boolean {
  return connection.health === 'stopped' || connection.health === 'paused';
}

/** What the draft still needs before it can be sent; null when nothing. */
export function draftNeeds(draft: Draft): string | null {
  return draft.title.trim() === '' ? 'The item needs a title.' : null;
}

/** What is said until a project is chosen for a connection that names none; null when it is clear. */
export function projectNeeds(draft: Pick<Draft, 'project'>, tracker: ConnectionView): string | null {
  return tracker.account.project === '' && draft.project === '' ? 'Choose the project it goes to.' : null;
}

/** Labels as typed, "checkout, billing", without blanks or repeats. */
export function labelsOf(text: string): string[] {
  const labels = text.split(',').map((label) => label.trim());
  return [...new Set(labels.filter((label) => label !== ''))];
}

/** The part of a draft that a person writes. */
export function textOf(draft: Draft): DraftText {
  return { title: draft.title, description: draft.description, labels: [...draft.labels] };
}

export function sameText(one: DraftText, other: DraftText): boolean {
  return (
    one.title === other.title &&
    one.description === other.description &&
    one.labels.join('\n') === other.labels.join('\n')
  );
}

/** Entries that may or may not be in their tracker: nothing is sent twice before a person has looked. */
export function needsCheck(outbox: readonly OutboxEntry[]): OutboxEntry[] {
  return outbox.filter((entry) => entry.state === 'needs_check');
}

/** How alike, in a word: "strong", "fair", "weak". */
export function likeness(score: number): string {
  if (score >= 0.75) return 'strong';
  return score >= 0.6 ? 'fair' : 'weak';
}

/** A stretch of the description: plain, a heading line, or the mark of something taken out. */
export interface Piece {
  text: string;
  head: boolean;
  removed: boolean;
}

/**
 * Splits a description for display, character by character the same text: headings stand out and what was taken
 * out is marked, but nothing is hidden or added.
 */
export function pieces(description: string): Piece[] {
  const parts: Piece[] = [];
  for (const line of description.split(/(?<=\n)/)) {
    if (/^(#{1,4} |h[1-4]\. )/.test(line)) {
      parts.push({ text: line, head: true, removed: false });
      continue;
    }
    for (const text of line.split(/(\[[^\][\n]{1,40} removed\])/)) {
      if (text !== '') parts.push({ text, head: false, removed: /^\[[^\][]+ removed\]$/.test(text) });
    }
  }
  return parts;
}
