import { call, type ConnectionView } from '../../ipc';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';

/** Reads a connection to its end and says what came. Everything read before a stop is kept. */
export async function pullNow(connection: Pick<ConnectionView, 'id' | 'name'>): Promise<void> {
  try {
    const report = await call('pull', { id: connection.id });
    const text = report.problem
      ? `${connection.name}: ${report.problem.what} ${report.problem.kept}`
      : report.message;
    toasts.show({ text: text.trim(), tone: report.problem ? 'problem' : 'done' });
  } catch (thrown) {
    toasts.problem(thrown);
  } finally {
    session.touch();
  }
}

/** Stops a pull after the page it is reading. */
export async function stopPull(connection: Pick<ConnectionView, 'id'>): Promise<void> {
  try {
    await call('cancel', { id: connection.id });
    toasts.show({ text: 'It stops after the present page. What is read is kept.', tone: 'done' });
  } catch (thrown) {
    toasts.problem(thrown);
  }
}
