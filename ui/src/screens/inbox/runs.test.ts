// @vitest-environment jsdom
import { afterEach, describe, expect, test } from 'vitest';
import { runs, selectedSpan, sentences, type Mark, type Span } from './runs';
import { paragraphs } from './text';

const text = 'We now split every order by hand';
const at = (words: string): Span => ({
  start: 100 + text.indexOf(words),
  end: 100 + text.indexOf(words) + words.length,
});
const mark = (uid: string, words: string): Mark => ({ uid, ...at(words) });

/** One run in a word: `[a+]now split` is marked by a and begins it; `*` is a hit, `?` pending. */
function drawn(marks: Mark[], query = '', pending: Span | null = null): string[] {
  return runs({ text, start: 100 }, marks, query, pending).map((run) => {
    const names = run.marks.length > 0 ? `[${run.marks.join('')}${run.begins ? '+' : ''}]` : '';
    return `${names}${run.hit ? '*' : ''}${run.pending ? '?' : ''}${run.text}`;
  });
}

describe('runs', () => {
  test.each<[string, Mark[], string, Span | null, string[]]>([
    ['nothing marked', [], '', null, [text]],
    ['one mark', [mark('a', 'split every')], '', null, ['We now ', '[a+]split every', ' order by hand']],
    [
      'two that overlap',
      [mark('a', 'now split every'), mark('b', 'every order')],
      '',
      null,
      ['We ', '[a+]now split ', '[ab+]every', '[b] order', ' by hand'],
    ],
    [
      'one within another, with the same beginning',
      [mark('a', 'split every order'), mark('b', 'split')],
      '',
      null,
      ['We now ', '[ab+]split', '[a] every order', ' by hand'],
    ],
    ['the whole', [mark('a', text)], '', null, [`[a+]${text}`]],
    [
      'a searched word across the edge of a mark',
      [mark('a', 'lit every')],
      'SPLIT',
      null,
      ['We now ', '*sp', '[a+]*lit', '[a] every', ' order by hand'],
    ],
    [
      'what is being marked, over a mark and a hit',
      [mark('a', 'every')],
      'order',
      at('split every order'),
      ['We now ', '?split ', '[a+]?every', '? ', '*?order', ' by hand'],
    ],
    [
      'marks that reach in from elsewhere, or lie outside',
      [
        { uid: 'a', start: 0, end: 102 },
        { uid: 'b', start: 128, end: 900 },
        { uid: 'c', start: 0, end: 100 },
        { uid: 'd', start: 132, end: 140 },
      ],
      '',
      null,
      ['[a]We', ' now split every order by ', '[b+]hand'],
    ],
  ])('%s', (_, marks, query, pending, expected) => expect(drawn(marks, query, pending)).toEqual(expected));

  test('always add up to the text, whatever the marks', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round += 1) {
      const marks = Array.from({ length: random(6) }, (_, i) => {
        const start = 90 + random(60);
        return { uid: String(i), start, end: start + random(30) };
      });
      const found = runs({ text, start: 100 }, marks, round % 2 ? 'or e' : '', null);
      expect(found.map((run) => run.text).join('')).toBe(text);
      expect(found.every((run, i) => run.end === (found[i + 1]?.start ?? 100 + text.length))).toBe(true);
    }
  });

  test('what the page adds is never marked', () => {
    const [only] = runs({ text: 'The text goes on', start: null }, [mark('a', 'We')], 'text', null);
    expect(only).toMatchObject({ marks: [], hit: false, text: 'The text goes on' });
  });
});

test('sentences know their place, across paragraphs and without white space', () => {
  const body = '😀 It stops.  Then it spins.\r\n\r\n  Two people wait\r\nat the door!';
  const found = sentences(paragraphs(body)).map(({ start, end }) => body.slice(start, end));
  expect(found).toEqual(['😀 It stops.', 'Then it spins.', 'Two people wait', 'at the door!']);
});

describe('the selection', () => {
  afterEach(() => {
    document.body.innerHTML = '';
  });

  /** Selects from `a` to `b`, each a node found by `pick` and an offset in it. */
  function select(html: string, from: [string, number], to: [string, number]): Span | null {
    document.body.innerHTML = `<div id="root">${html}</div><p id="else">Elsewhere</p>`;
    const node = ([path, offset]: [string, number]): [Node, number] => {
      const element = document.querySelector(path.replace(' text', ''));
      if (!element) throw new Error(path);
      return [path.endsWith(' text') ? (element.firstChild ?? element) : element, offset];
    };
    const selection = document.getSelection();
    selection?.setBaseAndExtent(...node(from), ...node(to));
    const root = document.getElementById('root');
    return root && selectedSpan(root, selection);
  }

  const html =
    '<p id="one"><span id="a" data-start="4">We now</span><span id="b" data-start="10"> split</span></p>' +
    '<p id="two"><span id="c" data-start="20">by hand</span></p>';

  test.each<[string, [string, number], [string, number], Span | null]>([
    ['within a run', ['#a text', 3], ['#a text', 6], { start: 7, end: 10 }],
    ['across runs and paragraphs', ['#b text', 1], ['#c text', 2], { start: 11, end: 22 }],
    ['a paragraph by three clicks', ['#one', 0], ['#two', 0], { start: 0, end: 16 }],
    ['nothing', ['#a text', 3], ['#a text', 3], null],
    ['reaching out of the text', ['#a text', 3], ['#else text', 3], null],
  ])('%s', (_, from, to, span) => expect(select(html, from, to)).toEqual(span));
});
