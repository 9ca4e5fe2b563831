import { dequal } from 'dequal';
import { untrack } from 'svelte';
import { asProblem, type Problem } from '../ipc';
import { session } from './session.svelte';

/** Something asked from the engine that follows its inputs and the workspace's revision. */
export interface Resource<T> {
  /** The newest answer. Stays while a newer one is on its way, so that nothing flickers. */
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  reload: () => void;
}

/**
 * Asks while the calling component lives. `ask` runs again when state it reads (before its first await) or the
 * workspace changes; answers that come late are dropped. Return null to ask nothing.
 */
export function resource<T>(ask: () => Promise<T> | null): Resource<T> {
  let value = $state.raw<T | null>(null);
  let problem = $state.raw<Problem | null>(null);
  let loading = $state(false);
  let again = $state(0);
  let asked = 0;

  $effect(() => {
    void session.revision;
    void again;
    const mine = ++asked;
    const answer = ask();
    untrack(() => {
      loading = answer !== null;
      if (answer === null) value = null;
    });
    answer?.then(
      (done) => {
        if (mine !== asked) return;
        // Most changes of the workspace change nothing here: then nothing is drawn anew.
        if (!dequal(value, done)) value = done;
        problem = null;
        loading = false;
      },
      (thrown) => {
        if (mine !== asked) return;
        problem = asProblem(thrown);
        loading = false;
      },
    );
    return () => {
      asked += 1;
    };
  });

  return {
    get value() {
      return value;
    },
    get problem() {
      return problem;
    },
    get loading() {
      return loading;
    },
    reload: () => (again += 1),
  };
}
