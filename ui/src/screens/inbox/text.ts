import { moment } from '../../format';

/** Most paragraphs drawn at once; a longer text is cut, and says so. */
const MOST = 400;

/** Characters after which a text is cut: more would only slow the window down. */
const LONGEST = 200_000;

/** The paragraphs of a plain text. Lines within one stay apart; empty ones between them don't count. */
export function paragraphs(body: string): string[] {
  const cut = body.length > LONGEST;
  const found = body
    .slice(0, LONGEST)
    .replace(/\r\n?/g, '\n')
    .split(/\n(?:[ \t]*\n)+/)
    .map((text) => text.replace(/^\n+|\s+$/g, ''))
    .filter(Boolean);
  const shown = found.slice(0, MOST);
  if (cut || found.length > MOST) shown.push('The text goes on; open it in its tool to read the rest.');
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
