/**
 * What a person types into the score page, and what it means. Text stays text until it is asked for, so that nothing
 * typed is ever rewritten under the cursor.
 */
import { number as shown } from '../../format';
import type { Range, RiceInputs } from '../../ipc';

export type FactorName = 'reach' | 'impact' | 'confidence' | 'effort';
export type Part = 'low' | 'likely' | 'high';
export type FactorText = Record<Part, string>;
export type FormText = Record<FactorName, FactorText>;

/** One row of the page. `least` and `most` bound what may be typed, in the unit that is shown. */
export interface Factor {
  name: FactorName;
  label: string;
  operator: '' | '×' | '÷';
  unit: string;
  least: number;
  most: number;
  /** Shown numbers are this many times the stored ones: confidence is typed in per cent. */
  scale: number;
  /** May be left empty although the value needs it. */
  optional: boolean;
}

export const PARTS: readonly Part[] = ['low', 'likely', 'high'];

/** The rows in the order of the formula: reach × impact × confidence ÷ effort. */
export function factors(reachUnit: string): Factor[] {
  return [
    {
      name: 'reach',
      label: 'Reach',
      operator: '',
      unit: reachUnit,
      least: 0,
      most: 1e12,
      scale: 1,
      optional: false,
    },
    {
      name: 'impact',
      label: 'Impact',
      operator: '×',
      unit: '0.25 small to 3 very high',
      least: 0,
      most: 100,
      scale: 1,
      optional: false,
    },
    {
      name: 'confidence',
      label: 'Confidence',
      operator: '×',
      unit: 'per cent, empty when the ranges say it',
      least: 0,
      most: 100,
      scale: 100,
      optional: true,
    },
    {
      name: 'effort',
      label: 'Effort',
      operator: '÷',
      unit: 'person-months',
      least: 0.001,
      most: 10_000,
      scale: 1,
      optional: false,
    },
  ];
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
    return `${factor.label} ${factor.least === 0 ? 'can’t be below 0' : 'has to be above 0, it divides'}.`;
  }
  if (number > factor.most) return `${factor.label} ends at ${shown(factor.most)}.`;
  return null;
}

function scaled(factor: Factor, low: number, likely: number, high: number): Range {
  const by = (number: number) => Number((number / factor.scale).toPrecision(12));
  return { low: by(low), likely: by(likely), high: by(high) };
}

/** The whole page: the inputs when every row can be read, and what is wrong in each row that can't. */
export function readForm(
  rows: readonly Factor[],
  text: FormText,
  decimalMark?: '.' | ',',
): { inputs: RiceInputs | null; wrong: Partial<Record<FactorName, { wrong: string; part: Part }>> } {
  const inputs: RiceInputs = { reach: null, impact: null, confidence: null, effort: null };
  const wrong: Partial<Record<FactorName, { wrong: string; part: Part }>> = {};
  for (const row of rows) {
    const read = readFactor(row, text[row.name], decimalMark);
    if ('wrong' in read) wrong[row.name] = read;
    else inputs[row.name] = read.range;
  }
  return { inputs: Object.keys(wrong).length === 0 ? inputs : null, wrong };
}

/** The fields for stored inputs. An exact value fills only the likely field, as a person would type it. */
export function textOf(rows: readonly Factor[], inputs: RiceInputs): FormText {
  const text = (factor: Factor): FactorText => rangeText(factor, inputs[factor.name]);
  const blank = { low: '', likely: '', high: '' };
  const form: FormText = { reach: blank, impact: blank, confidence: blank, effort: blank };
  for (const row of rows) form[row.name] = text(row);
  return form;
}

/** One row's fields for a stored range, in the unit that is shown. */
export function rangeText(factor: Factor, range: Range | null): FactorText {
  if (range === null) return { low: '', likely: '', high: '' };
  const show = (number: number) =>
    (number * factor.scale).toLocaleString(undefined, { maximumFractionDigits: 4, useGrouping: 'min2' });
  if (range.low === range.likely && range.high === range.likely)
    return { low: '', likely: show(range.likely), high: '' };
  return { low: show(range.low), likely: show(range.likely), high: show(range.high) };
}

/** Whether two sets of inputs say the same, whatever order their fields came in. */
export function sameInputs(rows: readonly Factor[], a: RiceInputs, b: RiceInputs): boolean {
  return rows.every(({ name }) => {
    const [one, other] = [a[name], b[name]];
    if (one === null || other === null) return one === other;
    return PARTS.every((part) => one[part] === other[part]);
  });
}

/** Rows the value still needs, in words, e.g. "Reach and Effort". Empty when it can be computed. */
export function stillMissing(rows: readonly Factor[], inputs: RiceInputs): string {
  const names = rows.filter((row) => !row.optional && inputs[row.name] === null).map((row) => row.label);
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
