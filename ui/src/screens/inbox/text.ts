import { moment } from '../../format';

/** Most paragraphs drawn at once; a longer text is cut, and says so. */
const MOST = 400;

/** Characters after which a text is cut: more would only slow the window down. */
const LONGEST = 200_000;

export interface Paragraph {
  text: string;
  /** Where it begins in the body; null for what the body doesn't say. */
  start: number | null;
}

/** The paragraphs of a plain text. Lines within one stay apart; empty ones between them don't count. */
export function paragraphs(body: string): Paragraph[] {
  const cut = body.length > LONGEST;
  // Line breaks keep their length, so that a place in a paragraph is a place in the body.
  const text = body.slice(0, LONGEST).replace(/\r\n/g, ' \n').replace(/\r/g, '\n');
  const found: Paragraph[] = [];
  const add = (from: number, to: number) => {
    const piece = text.slice(from, to);
    const above = /^(?:[ \t]*\n)+/.exec(piece)?.[0].length ?? 0;
    const kept = piece.slice(above).trimEnd();
    if (kept) found.push({ text: kept, start: from + above });
  };
  let at = 0;
  for (const gap of text.matchAll(/\n(?:[ \t]*\n)+/g)) {
    add(at, gap.index);
    at = gap.index + gap[0].length;
  }
  add(at, text.length);
  const shown = found.slice(0, MOST);
  if (cut || found.length > MOST) {
    shown.push({ text: 'The text goes on; open it in its tool to read the rest.', start: null });
  }
  return shown;
}

/** A tool's field name as people write it: `last_seen` → Last seen. */
export function factName(name: string): string {
  const words = name.replace(/[_\s]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A field's value; a full timestamp as the moment it means, everything else as the tool sent it. */
export function factValue(value: string, now: number): string {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(value)) return value;
  const time = Date.parse(value);
  return Number.isNaN(time) ? value : moment(time, now);
}
