import { marked } from '../../parts/marked';
import type { Paragraph } from './text';

/** A stretch of a body, half-open, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}

/** A passage that is marked. */
export interface Mark extends Span {
  uid: string;
}

/** A piece of a paragraph in which everything looks the same. */
export interface Run extends Span {
  text: string;
  /** The marks that cover it. */
  marks: string[];
  /** A mark begins with it. */
  begins: boolean;
  /** A searched word. */
  hit: boolean;
  /** Part of what is being marked. */
  pending: boolean;
}

/** Cuts a paragraph where a mark, a searched word or what is being marked begins or ends. */
export function runs(
  { text, start }: Paragraph,
  marks: readonly Mark[],
  query: string,
  pending: Span | null,
): Run[] {
  if (start === null) return [{ ...plain, text, start: -1, end: -1 }];
  const end = start + text.length;
  const hits: Span[] = [];
  let at = start;
  for (const piece of marked(text, query)) {
    if (piece.hit) hits.push({ start: at, end: at + piece.text.length });
    at += piece.text.length;
  }
  const spans = [...marks, ...hits, ...(pending ? [pending] : [])].filter((span) => meets(span, start, end));
  const inside = spans.flatMap((span) => [span.start, span.end]).filter((cut) => cut > start && cut < end);
  const cuts = [...new Set([start, ...inside, end])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1] ?? end;
    const covering = marks.filter((mark) => meets(mark, from, to));
    return {
      text: text.slice(from - start, to - start),
      start: from,
      end: to,
      marks: covering.map((mark) => mark.uid),
      begins: covering.some((mark) => mark.start === from),
      hit: hits.some((hit) => meets(hit, from, to)),
      pending: pending !== null && meets(pending, from, to),
    };
  });
}

const plain = { marks: [], begins: false, hit: false, pending: false };

function meets(span: Span, from: number, to: number): boolean {
  return span.start < to && span.end > from;
}

/** The sentences of a text, without the white space around them. */
export function sentences(shown: readonly Paragraph[]): Span[] {
  const parts = new Intl.Segmenter(undefined, { granularity: 'sentence' });
  return shown.flatMap(({ text, start }) =>
    start === null
      ? []
      : [...parts.segment(text)].flatMap(({ segment, index }) => {
          const from = start + index + (segment.length - segment.trimStart().length);
          const words = segment.trim();
          return words ? [{ start: from, end: from + words.length }] : [];
        }),
  );
}

/** What is selected inside `root`, whose runs say where they begin with `data-start`; null when that is nothing. */
export function selectedSpan(root: HTMLElement, selection: Selection | null): Span | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const start = placeOf(root, range.startContainer, range.startOffset);
  const end = placeOf(root, range.endContainer, range.endOffset);
  return start < end ? { start, end } : null;
}

function placeOf(root: HTMLElement, node: Node, offset: number): number {
  const begin = (run: Element) => Number(run.getAttribute('data-start'));
  const own = node.nodeType === Node.TEXT_NODE ? node.parentElement?.closest('[data-start]') : null;
  if (own) return begin(own) + offset;
  // A boundary between elements: it stands at the end of the last run before it.
  const before = document.createRange();
  before.setStart(root, 0);
  before.setEnd(node, offset);
  const passed = [...root.querySelectorAll('[data-start]')].filter(
    (run) => before.comparePoint(run, run.childNodes.length) === 0,
  );
  const last = passed.at(-1);
  return last ? begin(last) + (last.textContent?.length ?? 0) : 0;
}
