import tokensCss from './tokens.css?raw';
import { describe, expect, test } from 'vitest';

/** Relative luminance and ratio as WCAG 2 defines them; colours as the style sheet writes them. */
type Look = 'light' | 'dark';

const css = tokensCss.replace(/\/\*[\s\S]*?\*\//g, '');

function declared(selector: RegExp): Map<string, string> {
  const block = new RegExp(`${selector.source}\\s*\\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]),
  );
}

const standard = declared(/:root(?=\s)/);
const more = declared(/:root\[data-contrast='more'\]/);

/** The lightness, chroma and hue of a token in one look. */
function colour(name: string, look: Look, strong: boolean): [number, number, number] {
  const value = (strong ? more.get(name) : undefined) ?? standard.get(name);
  if (value === undefined) throw new Error(`no token --${name}`);
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (other) return colour(other, look, strong);
  const both = [...value.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)];
  const [, l, c, h] = both[look === 'light' ? 0 : 1] ?? [];
  if (!value.startsWith('light-dark(') || both.length !== 2) throw new Error(`--${name} is ${value}`);
  return [Number(l), Number(c), (Number(h) * Math.PI) / 180];
}

function luminance([l, c, h]: [number, number, number]): number {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  const [x, y, z] = [
    l + 0.3963377774 * a + 0.2158037573 * b,
    l - 0.1055613458 * a - 0.0638541728 * b,
    l - 0.0894841775 * a - 1.291485548 * b,
  ].map((root) => root ** 3) as [number, number, number];
  const linear = [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ].map((part) => eightBit(Math.min(Math.max(part, 0), 1)));
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

/** A screen shows 256 steps a channel, so that is what is measured. */
function eightBit(linear: number): number {
  const shown = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  const step = Math.round(shown * 255) / 255;
  return step <= 0.04045 ? step / 12.92 : ((step + 0.055) / 1.055) ** 2.4;
}

function ratio(front: string, ground: string, look: Look, strong: boolean): number {
  const [a, b] = [front, ground].map((name) => luminance(colour(name, look, strong))) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const GROUNDS = ['bg', 'surface', 'sunken', 'raised', 'fill'];

/** Text on what it stands on: 4.5 to 1. */
const TEXT: [string, string[]][] = [
  ['text', [...GROUNDS, 'fill-2', 'accent-soft', 'risk-soft', 'bad-soft', 'good-soft', 'mark']],
  ['text-2', [...GROUNDS, 'fill-2', 'accent-soft', 'risk-soft', 'bad-soft', 'good-soft']],
  ['text-3', [...GROUNDS, 'accent-soft']],
  ['accent', ['surface', 'raised', 'accent-soft']],
  ['accent-ink', [...GROUNDS, 'accent-soft']],
  ['on-accent', ['accent', 'accent-hover', 'bad']],
  ['risk', ['surface', 'sunken', 'raised', 'risk-soft']],
  ['bad', ['surface', 'sunken', 'raised', 'bad-soft', 'accent-soft']],
  ['good', ['surface', 'sunken', 'raised', 'good-soft']],
  ...['k-fail', 'k-move', 'k-voice', 'k-use'].map((kind): [string, string[]] => [
    kind,
    ['surface', 'sunken'],
  ]),
];

/** Fields, whiskers, range bars and chart fills on the pane: 3 to 1. */
const SHAPES = [
  'edge',
  'accent-mid',
  'risk-mid',
  'm-fail',
  'm-move',
  'm-voice',
  'm-use',
  'accent',
  'risk',
  'good',
];

const looks: [Look, boolean][] = [
  ['light', false],
  ['dark', false],
  ['light', true],
  ['dark', true],
];

describe.each(looks)('%s, more contrast %s', (look, strong) => {
  test.each(TEXT)('%s is readable', (front, grounds) => {
    const least = strong && front.startsWith('text') ? 7 : 4.5;
    const weak = grounds
      .map((ground) => [ground, ratio(front, ground, look, strong)] as const)
      .filter(([, measured]) => measured < least);
    expect(weak.map(([ground, measured]) => `${front} on ${ground} ${measured.toFixed(2)}`)).toEqual([]);
  });

  test.each(SHAPES)('%s can be made out', (shape) => {
    expect(ratio(shape, 'surface', look, strong)).toBeGreaterThanOrEqual(3);
  });

  if (strong)
    test.each(['line', 'line-2', 'edge'])('%s is a line one can see on every ground', (line) => {
      for (const ground of GROUNDS) expect(ratio(line, ground, look, true), ground).toBeGreaterThanOrEqual(3);
    });
});

test('black on white is 21 to 1', () => {
  const [black, white] = [luminance([0, 0, 0]), luminance([1, 0, 0])];
  expect((white + 0.05) / (black + 0.05)).toBeCloseTo(21, 1);
});
