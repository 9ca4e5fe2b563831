import { call } from '../../ipc';
import type { SignalRow } from '../../ipc';
import { isModal } from '../../state/commands.svelte';
import { toasts } from '../../state/toast.svelte';
import type { SignalList } from './list.svelte';

const DWELL_MS = 600;

/**
 * Looked at for a moment counts as read; rushing through with J doesn't. `looked` is null while nobody looks, and nobody
 * does while a dialog lies over the list.
 */
export function readByLooking(list: SignalList, looked: () => SignalRow | null): void {
  const covered = $derived(isModal());
  $effect(() => {
    const seen = covered ? null : looked();
    if (!seen?.unread) return;
    const timer = setTimeout(() => {
      list.patch(seen.id, { unread: false });
      call('mark_seen', { ids: [seen.id], seen: true }).catch((thrown) => toasts.problem(thrown));
    }, DWELL_MS);
    return () => clearTimeout(timer);
  });
}
