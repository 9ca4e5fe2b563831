import { call } from '../../ipc';
import type { GroupingProgress, Progress, ThemesStanding } from '../../ipc';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';

/** How far the grouping is: what it told last, else what the list said. Null while nothing runs. */
export function running(standing: ThemesStanding | null): GroupingProgress | null {
  return session.grouping === undefined ? (standing?.progress ?? null) : session.grouping;
}

/** What is counted, where that isn't signals. */
const COUNTED: Record<string, string> = { Grouping: 'steps', 'Naming themes': 'themes' };

/** The same for the progress bar. */
export function asProgress({ what, done, total, seconds_left }: GroupingProgress): Progress {
  return {
    connection: null,
    what: COUNTED[what] ?? 'signals',
    done,
    total,
    rows_per_second: 0,
    seconds_left,
    waiting_until: null,
    finished: false,
  };
}

/** Places what waits; `anew` looks at everything again. How far it is comes as events. */
export function groupSignals(anew: boolean): Promise<void> {
  return step(call('group_signals', { anew }));
}

export function pauseGrouping(paused: boolean): Promise<void> {
  return step(call('pause_grouping', { paused }));
}

async function step(standing: Promise<ThemesStanding>): Promise<void> {
  try {
    await standing;
  } catch (thrown) {
    toasts.problem(thrown);
  }
  session.touch();
}
