/**
 * What a person types into the score page, and what it means. Text stays text until it is asked for, so that nothing
 * typed is ever rewritten under the cursor.
 */
import { number as shown } from '../../format';
import type { InputEntry, InputView, Range, ScoreInput } from '../../ipc';

export type Part = 'low' | 'likely' | 'high';
export type FactorText = Record<Part, string>;
/** By the name of the input. */
export type FormText = Record<string, FactorText>;

/** One row of the page. `least` and `most` bound what may be typed, in the unit that is shown. */
export interface Factor extends Omit<InputView, 'operator'> {
  operator: string;
  /** Shown numbers are this many times the stored ones: a share is typed in per cent. */
  scale: number;
}

export const PARTS: readonly Part[] = ['low', 'likely', 'high'];
const BLANK: FactorText = { low: '', likely: '', high: '' };

/** The rows of a framework, in the order of its formula. */
export function factorsOf(inputs: readonly InputView[]): Factor[] {
  return inputs.map((input) => {
    const share = input.least === 0 && input.most === 1;
    const scale = share ? 100 : 1;
    const unit = share ? 'per cent' : input.unit;
    return { ...input, unit, scale, least: input.least * scale, most: input.most * scale };
  });
}

/** What one row says: a range, nothing, or what is wrong and where. */
export type Read = { range: Range | null } | { wrong: string; part: Part };

/**
 * Reads a number as people write it: "1,400", "1.5", "1,5", "1 400". A lone separator before exactly three digits
 * groups thousands unless it is the reader's own decimal mark. Null when it is no number.
 */
export function readNumber(text: string, decimalMark: '.' | ',' = systemDecimalMark()): number | null {
  const bare = text.replace(/[\s\u00a0\u202f\u2009'’]/g, '');
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(bare)) return null;
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  if (last < 0) return Number(bare);
  const mark = bare.charAt(last);
  const others = bare.slice(0, last).replace(/[+-]/, '');
  const groups = others.includes(mark);
  const digitsAfter = bare.length - last - 1;
  const thousands = groups || (digitsAfter === 3 && mark !== decimalMark && /^[1-9]\d{0,2}$/.test(others));
  if (groups && others.includes(mark === '.' ? ',' : '.')) return null;
  const plain = thousands
    ? bare.replace(/[.,]/g, '')
    : `${bare.slice(0, last).replace(/[.,]/g, '')}.${bare.slice(last + 1)}`;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

/** The decimal mark of the system's locale. */
export function systemDecimalMark(): '.' | ',' {
  return (1.5).toLocaleString().includes(',') ? ',' : '.';
}

/** The range a row holds. Only the likely number means "exactly this"; an empty row means nobody has set it. */
export function readFactor(factor: Factor, text: FactorText, decimalMark?: '.' | ','): Read {
  const given = PARTS.filter((part) => text[part].trim() !== '');
  if (given.length === 0) return { range: null };
  const numbers: Partial<Record<Part, number>> = {};
  for (const part of given) {
    const number = readNumber(text[part], decimalMark);
    if (number === null) return { wrong: `“${text[part].trim()}” is not a number.`, part };
    const bounds = outOfBounds(factor, number);
    if (bounds) return { wrong: bounds, part };
    numbers[part] = number;
  }
  const { low, likely, high } = numbers;
  if (likely === undefined) return { wrong: 'Add the likely number.', part: 'likely' };
  if (low === undefined && high === undefined) return { range: scaled(factor, likely, likely, likely) };
  if (low === undefined) return { wrong: 'Add the low number, or leave low and high empty.', part: 'low' };
  if (high === undefined) return { wrong: 'Add the high number, or leave low and high empty.', part: 'high' };
  if (low > likely) return { wrong: 'Low is above likely.', part: 'low' };
  if (likely > high) return { wrong: 'High is below likely.', part: 'high' };
  return { range: scaled(factor, low, likely, high) };
}

function outOfBounds(factor: Factor, number: number): string | null {
  if (number < factor.least) {
    if (factor.least === 0) return `${factor.label} can’t be below 0.`;
    const divides = factor.operator === '÷' && factor.least < 0.01;
    return divides
      ? `${factor.label} has to be above 0, it divides.`
      : `${factor.label} begins at ${shown(factor.least)}.`;
  }
  if (number > factor.most) return `${factor.label} ends at ${shown(factor.most)}.`;
  if (factor.only_steps && !factor.steps.some((step) => step.value * factor.scale === number))
    return `${factor.label} is one of its steps.`;
  return null;
}

function scaled(factor: Factor, low: number, likely: number, high: number): Range {
  const by = (number: number) => Number((number / factor.scale).toPrecision(12));
  return { low: by(low), likely: by(likely), high: by(high) };
}

/** What is wrong in a row, and at which of its numbers. */
export interface Wrong {
  wrong: string;
  part: Part;
}

/** The whole page: the entries when every row can be read, and what is wrong in each row that can't. */
export function readForm(
  rows: readonly Factor[],
  text: FormText,
  decimalMark?: '.' | ',',
): { entries: InputEntry[] | null; ranges: Map<string, Range | null>; wrong: Map<string, Wrong> } {
  const ranges = new Map<string, Range | null>();
  const wrong = new Map<string, Wrong>();
  for (const row of rows) {
    const read = readFactor(row, text[row.name] ?? BLANK, decimalMark);
    if ('wrong' in read) wrong.set(row.name, read);
    else ranges.set(row.name, read.range);
  }
  const entries = [...ranges].map(([name, range]) => ({ name, range }));
  return { entries: wrong.size === 0 ? entries : null, ranges, wrong };
}

/** The fields for stored inputs. An exact value fills only the likely field, as a person would type it. */
export function textOf(rows: readonly Factor[], inputs: readonly ScoreInput[]): FormText {
  const ranges = new Map(inputs.map(({ name, range }) => [name, range]));
  return Object.fromEntries(rows.map((row) => [row.name, rangeText(row, ranges.get(row.name) ?? null)]));
}

/** One row's fields for a stored range, in the unit that is shown. */
export function rangeText(factor: Factor, range: Range | null): FactorText {
  if (range === null) return { ...BLANK };
  const show = (number: number) =>
    (number * factor.scale).toLocaleString(undefined, { maximumFractionDigits: 4, useGrouping: 'min2' });
  if (range.low === range.likely && range.high === range.likely)
    return { low: '', likely: show(range.likely), high: '' };
  return { low: show(range.low), likely: show(range.likely), high: show(range.high) };
}

/** Whether two ranges say the same. */
export function sameRange(a: Range | null, b: Range | null): boolean {
  if (a === null || b === null) return a === b;
  return PARTS.every((part) => a[part] === b[part]);
}

/**
 * Only what a person changed: what isn't sent stays as it is. Stored numbers are compared as the fields show them, so
 * that one with many decimals isn't taken for changed.
 */
export function changedEntries(
  rows: readonly Factor[],
  entries: readonly InputEntry[],
  stored: readonly ScoreInput[],
): InputEntry[] {
  const before = readForm(rows, textOf(rows, stored)).ranges;
  return entries.filter(({ name, range }) => !sameRange(range, before.get(name) ?? null));
}

/** "Impact", "Impact and Effort", "Reach, Impact and Effort". */
export function inWords(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The step whose value a row says exactly; null for a range, for a number between two steps and for nothing. */
export function stepOf(factor: Factor, range: Range | null): number | null {
  if (range === null || range.low !== range.high) return null;
  return factor.steps.find(({ value }) => value === range.likely)?.value ?? null;
}
