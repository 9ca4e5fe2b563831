import { call, type OutboxEntry } from '../../ipc';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';

/** Looks an entry up in its tracker and sends it when it isn't there, or gives it up. A toast says what came of it. */
export async function settle(how: 'settle_outbox' | 'cancel_outbox', of: OutboxEntry): Promise<void> {
  try {
    const after = await call(how, { id: of.id });
    const where = after.item ? ` as ${after.item.label}` : '';
    const words = {
      sent: `${of.opportunity.label} is in ${of.connection_name}${where}`,
      cancelled: `${of.opportunity.label} won’t be sent again`,
      needs_check: `${of.connection_name} still doesn’t answer. Look again later.`,
      failed: after.problem?.what ?? `${of.connection_name} refused it.`,
      queued: `${of.opportunity.label} waits in the outbox`,
    };
    toasts.show({
      text: words[after.state],
      tone: after.state === 'sent' || after.state === 'cancelled' ? 'done' : 'problem',
    });
    session.touch();
  } catch (thrown) {
    toasts.problem(thrown);
  }
}
