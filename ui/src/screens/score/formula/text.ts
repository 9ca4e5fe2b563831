/** The text of a formula as the editor draws it: in lines, each in parts that have a meaning. Pure. */
import type { FormulaName, FormulaProblem } from '../../../ipc';

export type Sort = 'comment' | 'number' | 'input' | 'evidence' | 'function' | 'plain';

export interface Part {
  text: string;
  sort: Sort;
  /** It is what the problem is about. */
  bad: boolean;
}

const WORDS = /#.*|\d+(?:\.\d+)?|[\p{L}_][\p{L}\p{N}_]*|\s+|./gu;

/** The lines of a text, the problem marked at its characters. Put together, the parts are the text again. */
export function drawn(text: string, names: readonly FormulaName[], problem: FormulaProblem | null): Part[][] {
  const sorts = new Map(names.map(({ name, kind }) => [name, kind]));
  return text.split('\n').map((line, i) => {
    const parts = [...line.matchAll(WORDS)].map(([word]) => ({
      text: word,
      sort: sortOf(word, sorts),
      bad: false,
    }));
    return problem && problem.line === i + 1 ? marked(parts, problem) : parts;
  });
}

function sortOf(word: string, sorts: ReadonlyMap<string, FormulaName['kind']>): Sort {
  if (word.startsWith('#')) return 'comment';
  if (/^\d/.test(word)) return 'number';
  return sorts.get(word) ?? 'plain';
}

/** Cuts the parts where the problem begins and ends. At the end of a line there is nothing to cut: a space is marked. */
function marked(parts: readonly Part[], { character, length }: FormulaProblem): Part[] {
  const from = character - 1;
  const to = from + length;
  let at = 0;
  const cut = parts.flatMap((part) => {
    const start = at;
    at += part.text.length;
    const [a, b] = [Math.max(0, from - start), Math.max(0, to - start)].map((n) =>
      Math.min(n, part.text.length),
    );
    const pieces = [
      { ...part, text: part.text.slice(0, a) },
      { ...part, text: part.text.slice(a, b), bad: true },
      { ...part, text: part.text.slice(b) },
    ];
    return pieces.filter((piece) => piece.text !== '');
  });
  return cut.some((part) => part.bad) ? cut : [...cut, { text: ' ', sort: 'plain', bad: true }];
}

/** Where in the whole text a problem begins, counted as a text area counts. */
export function offsetOf(
  text: string,
  { line, character }: Pick<FormulaProblem, 'line' | 'character'>,
): number {
  const before = text.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, start + character - 1);
}

/** Puts a name where the selection is, apart from the words beside it, and says where the cursor goes. */
export function insert(
  text: string,
  selection: { start: number; end: number },
  name: FormulaName,
): { text: string; at: number } {
  const before = text.slice(0, selection.start);
  const after = text.slice(selection.end);
  const written = name.kind === 'function' ? `${name.name}()` : name.name;
  const gap = /[\p{L}\p{N}_)]$/u.test(before) ? ' ' : '';
  const rest = /^[\p{L}\p{N}_(]/u.test(after) ? ' ' : '';
  const at = before.length + gap.length + written.length - (name.kind === 'function' ? 1 : 0);
  return { text: `${before}${gap}${written}${rest}${after}`, at };
}

/** "Line 5, character 45: a closing bracket is missing." */
export function problemWords({ line, character, says }: FormulaProblem): string {
  return `Line ${line}, character ${character}: ${says}`;
}
