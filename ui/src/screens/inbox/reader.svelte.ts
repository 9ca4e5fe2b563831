import { call } from '../../ipc';
import type { SignalDetail, SignalId, SignalRow } from '../../ipc';
import { held } from '../../state/held.svelte';
import { resource, type Resource } from '../../state/resource.svelte';
import { rested } from '../../state/rested.svelte';
import type { SignalList } from './list.svelte';

/** What the reader is to show: a signal, the words it was searched by, its 1-based place in the list, and how many. */
interface Wanted {
  id: SignalId | null;
  words: string;
  position: number;
  total: number;
}

interface InReader {
  /** The newest text that came. */
  readonly detail: Resource<SignalDetail>;
  /** What is shown, with the row of its signal as far as it is known. */
  readonly shown: Wanted & { row: SignalRow | null };
}

/**
 * Follows what is wanted: the next row is painted first, a rush through the list doesn't wait for texts, and a text stays
 * until the next one's is there. `typing` says that somebody types a search.
 */
export function reader(list: SignalList, wanted: () => Wanted, typing: () => boolean): InReader {
  const next = rested(wanted, typing);
  const id = $derived(next.value.id);
  const detail = resource(() => (id === null ? null : call('signal', { id })));
  const read = $derived(detail.value?.row.id === id ? detail.value.row : null);
  const row = $derived(id === null ? null : (list.row(id) ?? read));
  const isThere = () => id === null || read !== null || detail.problem !== null;
  const shown = held(() => ({ ...next.value, row }), isThere);
  return {
    detail,
    get shown() {
      return shown.value;
    },
  };
}
