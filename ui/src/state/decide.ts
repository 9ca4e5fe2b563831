import { call, type StepDone } from '../ipc';
import { session } from './session.svelte';
import { toasts } from './toast.svelte';

/**
 * Waits for a decision and says in a toast what it did, with undo. Problems go into the toast too.
 * Resolves to null when it failed, so that callers move on only after a success.
 */
export async function decide(step: Promise<StepDone>): Promise<StepDone | null> {
  try {
    const done = await step;
    toasts.show({
      text: sentence(done),
      tone: 'done',
      action: done.step === null ? undefined : { title: 'Undo', key: 'undo', run: () => void undo() },
    });
    session.touch();
    return done;
  } catch (thrown) {
    toasts.problem(thrown);
    return null;
  }
}

/** Takes back the newest decision. */
export function undo(): Promise<StepDone | null> {
  return again(call('undo', {}), 'Redo', 'redo', () => void redo());
}

/** Brings back what the newest undo took. */
export function redo(): Promise<StepDone | null> {
  return again(call('redo', {}), 'Undo', 'undo', () => void undo());
}

async function again(
  step: Promise<StepDone>,
  title: string,
  key: 'undo' | 'redo',
  run: () => void,
): Promise<StepDone | null> {
  try {
    const done = await step;
    const action = done.step === null ? undefined : { title, key, run };
    toasts.show({ text: done.message, tone: 'done', action });
    session.touch();
    return done;
  } catch (thrown) {
    toasts.problem(thrown);
    return null;
  }
}

/** The step's own words, and how many it left out. */
function sentence(done: StepDone): string {
  const left = done.left_out.length;
  if (left === 0) return done.message;
  const first = done.left_out[0]?.reason ?? '';
  return `${done.message}. ${left === 1 ? '1 stays' : `${left} stay`}: ${first}`;
}
