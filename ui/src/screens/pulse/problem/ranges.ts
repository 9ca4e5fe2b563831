import type { Range } from '../../../ipc';

/**
 * One number or three, as people write them: `65`, `40 65 90`, `40 - 65 - 90`, `1,5`. Null for nothing, which isn't
 * zero; undefined when it can't be read, is below zero or doesn't rise.
 */
export function readRange(text: string): Range | null | undefined {
  if (text.trim() === '') return null;
  const parts = text.trim().split(/\s*[–;-]\s*|\s+(?:to\s+)?/);
  const numbers = parts.map((part) => (/^\d+([.,]\d+)?$/.test(part) ? Number(part.replace(',', '.')) : NaN));
  if (numbers.some(Number.isNaN)) return undefined;
  const [low, likely, high] = numbers.length === 1 ? [numbers[0], numbers[0], numbers[0]] : numbers;
  if (numbers.length > 3 || low === undefined || likely === undefined || high === undefined) return undefined;
  return low <= likely && likely <= high ? { low, likely, high } : undefined;
}

/** The same way round: what a field starts with. */
export function writeRange(range: Range | null): string {
  if (range === null) return '';
  return range.low === range.high ? String(range.likely) : `${range.low} ${range.likely} ${range.high}`;
}
