/** Why an opportunity stands where it stands, in words: the strip under the table. */
import { number, percent } from '../../format';
import type { OpportunityRow, Range, ValueSpread } from '../../ipc';

/** One input or the result of the value, as the strip shows it. `operator` stands before it. */
export interface WhyPart {
  operator: '' | '×' | '÷' | '=';
  label: string;
  shown: string;
  set: boolean;
}

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** "second", "11th", "22nd". */
export function ordinal(rank: number): string {
  const word = ORDINALS[rank - 1];
  if (word) return word;
  const tens = rank % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th');
  return `${rank}${ending}`;
}

/** The strip's heading. Without a complete score there is no rank, and the heading says what is missing. */
export function whyTitle(row: OpportunityRow): string {
  if (row.rank !== null && row.value !== null)
    return `Why ${row.label} is ${ordinal(row.rank)}, and how sure that is`;
  const missing = missingInputs(row);
  return missing === '' ? `${row.label} has no rank yet` : `${row.label} has no rank yet: ${missing}`;
}

/** reach × impact × confidence ÷ effort = value. Confidence is left out when nobody set it: it counts as 1 then. */
export function whyParts(row: OpportunityRow, reachUnit: string): WhyPart[] {
  const { reach, impact, confidence, effort } = row.inputs;
  const part = (operator: WhyPart['operator'], label: string, shown: string | null): WhyPart => ({
    operator,
    label,
    shown: shown ?? 'Not set',
    set: shown !== null,
  });
  const parts = [
    part('', 'Reach', reach && `${rangeShown(reach)} ${reachUnit}`),
    part('×', 'Impact', impact && rangeShown(impact)),
  ];
  if (confidence) parts.push(part('×', 'Confidence', percentRange(confidence)));
  parts.push(part('÷', 'Effort', effort && `${rangeShown(effort)} person-months`));
  parts.push(part('=', 'Value', row.value && spreadWords(row.value)));
  return parts;
}

/** "1,400–2,300", or the one number when the range has no width. */
export function rangeShown(range: Range, digits?: number): string {
  if (range.low === range.high) return number(range.likely, digits);
  return `${number(range.low, digits)}–${number(range.high, digits)}`;
}

function percentRange(range: Range): string {
  if (range.low === range.high) return percent(range.likely);
  return `${number(range.low * 100)}–${percent(range.high)}`;
}

/** "940, between 510 and 1,520 in 8 draws of 10"; an exact value is the number alone. */
export function spreadWords(value: ValueSpread): string {
  if (value.p10 === value.p90) return `${number(value.p50)}, exactly`;
  return `${number(value.p50)}, between ${number(value.p10)} and ${number(value.p90)} in 8 draws of 10`;
}

/** P10, P50 and P90 as the low, likely and high end of a bar. */
export function spread(value: ValueSpread | null): Range | null {
  return value && { low: value.p10, likely: value.p50, high: value.p90 };
}

/** A range as a voice says it: "Value of OPP-34: 940, eight in ten draws between 510 and 1,520". */
export function rangeWords(what: string, range: Range | null): string {
  if (range === null) return `${what}: not set`;
  if (range.low === range.high) return `${what}: exactly ${number(range.likely)}`;
  return `${what}: ${number(range.likely)}, eight in ten draws between ${number(range.low)} and ${number(range.high)}`;
}

/** How the rank holds: "Among the best 3 in 82 % of draws." Empty when chance played no part. */
export function holdsSentence(row: OpportunityRow): string {
  if (row.top === null) return '';
  return `Among the best ${row.top.k} in ${percent(row.top.chance)} of draws.`;
}

function missingInputs(row: OpportunityRow): string {
  const names = [
    row.inputs.reach === null ? 'reach' : '',
    row.inputs.impact === null ? 'impact' : '',
    row.inputs.effort === null ? 'effort' : '',
  ].filter((name) => name !== '');
  if (names.length === 0) return '';
  const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${list} ${names.length === 1 ? 'is' : 'are'} not set`;
}
