import { call } from '../ipc';
import { count } from '../format';
import { session } from './session.svelte';
import { toasts } from './toast.svelte';

/** Pulls every connection that reads and isn't paused, one after the other, and says what came. */
export async function syncAll(): Promise<void> {
  try {
    const due = (await call('connections', {})).filter((c) => c.reads && !c.paused && c.health !== 'syncing');
    if (due.length === 0) {
      toasts.show({ text: 'No connection to read. Add one in Sources.', tone: 'problem' });
      return;
    }
    let fresh = 0;
    const stopped: string[] = [];
    for (const connection of due) {
      const report = await call('pull', { id: connection.id });
      fresh += report.new + report.changed;
      if (report.problem) stopped.push(connection.name);
    }
    const read = `Read ${count(due.length - stopped.length, 'source')}, ${count(fresh, 'signal')} new or changed`;
    toasts.show(
      stopped.length === 0
        ? { text: read, tone: 'done' }
        : { text: `${read}. ${stopped.join(', ')} stopped; Sources says why.`, tone: 'problem' },
    );
  } catch (thrown) {
    toasts.problem(thrown);
  } finally {
    session.touch();
  }
}
