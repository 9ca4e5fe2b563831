/** A piece of text and whether a searched word begins there. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Cuts `text` into pieces so that the words of `query` can be marked. Case doesn't matter. */
export function marked(text: string, query: string): Piece[] {
  const words = query.split(/\s+/).filter(Boolean).map(escape);
  if (words.length === 0) return [{ text, hit: false }];
  const parts = text.split(new RegExp(`(${words.join('|')})`, 'giu'));
  return parts.map((part, i) => ({ text: part, hit: i % 2 === 1 })).filter((piece) => piece.text !== '');
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
