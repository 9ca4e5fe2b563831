/** Which streams of a tap or source are read, and how the fields of each are matched, as a connection keeps it. */
import type { OfferedStream } from '../../ipc';

/** The names in the setting; none means every stream. */
export function named(streams: string | undefined): string[] {
  return (streams ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The setting with `name` read or not, among the streams `all` that there are. Reading all of them is told by none. */
export function toggled(
  streams: string | undefined,
  name: string,
  on: boolean,
  all: readonly string[],
): string {
  const before = named(streams);
  const read = new Set(before.length === 0 ? all : before);
  if (on) read.add(name);
  else read.delete(name);
  return all.every((one) => read.has(one)) ? '' : [...read].join(', ');
}

/** What to read when nothing was chosen yet: the streams that look like signals, or all when none or all of them do. */
export function suggested(offered: readonly OfferedStream[]): string {
  const fitting = offered.filter((stream) => stream.fits);
  return fitting.length === offered.length ? '' : fitting.map((stream) => stream.name).join(', ');
}

/** How `stream` is matched, as JSON; empty while it is left to be guessed. */
export function mappingOf(mapping: string | undefined, stream: string): string {
  const kept = parse(mapping);
  if ('fields' in kept) return mapping ?? '';
  return stream in kept ? JSON.stringify(kept[stream]) : '';
}

/** The setting with `stream` matched that way. What served all streams alike stays with each of the others in `all`. */
export function withMapping(
  mapping: string | undefined,
  stream: string,
  value: string,
  all: readonly string[],
): string {
  const kept = parse(mapping);
  const each = 'fields' in kept ? Object.fromEntries(all.map((name) => [name, kept])) : kept;
  return JSON.stringify({ ...each, [stream]: parse(value) });
}

function parse(text: string | undefined): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text || '{}');
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
