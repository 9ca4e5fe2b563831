import type { NamedCount, ThemeId } from '../../ipc';

/** The engine's ids for signals that fit no theme, and for those that wait or are of a kind that has none. */
export const NO_THEME: ThemeId = 0;
export const NOT_GROUPED: ThemeId = 0xffffffff;

/** Whether it is a theme at all. */
export function isTheme(id: ThemeId): boolean {
  return id !== NO_THEME && id !== NOT_GROUPED;
}

/** Signals of one theme that stand together in the list. */
export interface Group {
  /** A theme, NO_THEME or NOT_GROUPED. */
  id: ThemeId;
  name: string;
  /** Index of its first signal. */
  start: number;
  count: number;
}

/** One line of the list on the screen: the head of a group, or the signal at an index. */
export type Line = { group: Group; index: null } | { group: null; index: number };

/** The groups of a list whose signals stand together by these themes, in their order. */
export function groupsOf(themes: readonly NamedCount[]): Group[] {
  let start = 0;
  return themes.map(({ id, name, count }) => {
    start += count;
    return { id, name, count, start: start - count };
  });
}

/** How many lines the list has, heads included. */
export function lineCount(groups: readonly Group[], length: number): number {
  return length + groups.length;
}

/** The line of the signal at `index`. */
export function lineOf(groups: readonly Group[], index: number): number {
  return index + lastAt(groups, (group) => group.start <= index) + 1;
}

/** What stands in a line. */
export function lineAt(groups: readonly Group[], line: number): Line {
  const at = lastAt(groups, (group, i) => group.start + i <= line);
  const group = groups[at];
  if (group && group.start + at === line) return { group, index: null };
  return { group: null, index: line - at - 1 };
}

/** Index of the first signal at or below a line. */
export function indexFrom(groups: readonly Group[], line: number): number {
  const { group, index } = lineAt(groups, line);
  return group ? group.start : index;
}

/** The same groups once signals have left the list; empty ones leave too. */
export function withoutSignals(
  groups: readonly Group[],
  ids: Uint32Array,
  gone: ReadonlySet<number>,
): Group[] {
  let start = 0;
  return groups.flatMap((group) => {
    const mine = ids.subarray(group.start, group.start + group.count);
    const count = mine.filter((id) => !gone.has(id)).length;
    start += count;
    return count === 0 ? [] : [{ ...group, count, start: start - count }];
  });
}

/** Index of the last group that fits; -1 when none does. Groups that fit stand before those that don't. */
function lastAt(groups: readonly Group[], fits: (group: Group, i: number) => boolean): number {
  let [low, high] = [0, groups.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const group = groups[middle];
    if (group && fits(group, middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
