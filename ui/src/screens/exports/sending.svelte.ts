import { call, type ConnectionId, type OpportunityId, type Problem } from '../../ipc';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';

/** How the sending to one tracker goes. */
interface Run {
  going: boolean;
  /** The item being sent is finished first. */
  pausing: boolean;
  /** Why it stopped before the end. */
  problem: Problem | null;
  /** What was put into the outbox from here, since the window was opened. */
  queued: ReadonlySet<OpportunityId>;
}

const REST: Run = { going: false, pausing: false, problem: null, queued: new Set() };

/** Sending goes on while other screens are open, so it is known here and not by the screen. */
class Sending {
  #runs = $state.raw<ReadonlyMap<string, Run>>(new Map());

  of(connection: ConnectionId): Run {
    return this.#runs.get(keyOf(connection)) ?? REST;
  }

  queued(connection: ConnectionId, ids: readonly OpportunityId[]): void {
    this.#change(keyOf(connection), { queued: new Set([...this.of(connection).queued, ...ids]) });
  }

  /** Sends what waits, one after the other; with `again` also what failed before. Says what came of it. */
  async start(connection: ConnectionId, again: boolean): Promise<void> {
    // The workspace may be another one when the answer comes.
    const key = keyOf(connection);
    if (this.of(connection).going) return;
    this.#change(key, { going: true, pausing: false, problem: null });
    try {
      const done = await call('send_waiting', { connection, again });
      const { message, problem, failed, needs_check, waiting } = done;
      // A refusal that stopped nothing stands in its row.
      this.#change(key, { problem: waiting > 0 ? problem : null });
      toasts.show({ text: message, tone: problem || failed + needs_check > 0 ? 'problem' : 'done' });
    } catch (thrown) {
      toasts.problem(thrown);
    } finally {
      this.#change(key, { going: false, pausing: false });
      session.touch();
    }
  }

  async pause(connection: ConnectionId): Promise<void> {
    const key = keyOf(connection);
    this.#change(key, { pausing: true });
    try {
      await call('pause_sending', { connection });
    } catch (thrown) {
      this.#change(key, { pausing: false });
      toasts.problem(thrown);
    }
  }

  #change(key: string, to: Partial<Run>): void {
    this.#runs = new Map([...this.#runs, [key, { ...(this.#runs.get(key) ?? REST), ...to }]]);
  }
}

function keyOf(connection: ConnectionId): string {
  return `${session.info?.which} ${connection}`;
}

export const sending = new Sending();
