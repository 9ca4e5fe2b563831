import { call } from '../../ipc';
import type {
  AcceptInto,
  DeclineReason,
  LeftOut,
  OpportunityId,
  SignalDetail,
  SignalId,
  SnoozeUntil,
  StepDone,
  ThemeRef,
  TriageState,
  TriageVerb,
} from '../../ipc';
import { decide } from '../../state/decide';
import { count } from '../../format';
import type { Split } from '../../state/route.svelte';
import { toasts } from '../../state/toast.svelte';
import type { SignalList } from './list.svelte';

/** A verb that needs one more answer; its popover or dialog is open. */
export type Panel = 'accept' | 'acceptTheme' | 'link' | 'merge' | 'decline' | 'snooze' | 'split' | 'moveTo';

/** The verbs of the Inbox on what is selected: ask what is missing, decide, go on to the next row. */
export class Triage {
  panel = $state<Panel | null>(null);
  /** What the panel will act on; fixed when it opens. */
  ids = $state.raw<SignalId[]>([]);
  /** The theme to be accepted as a whole; fixed when its panel opens. */
  theme = $state.raw<ThemeRef | null>(null);
  /** Weight of the evidence to be linked, 0–3. */
  importance = $state(1);
  /** What the last step on several left as it was, and why. */
  leftOut = $state.raw<LeftOut[]>([]);

  /** What the last step took out of the list; when it comes back, an undo brought it. */
  gone: SignalId[] = [];

  readonly #list: SignalList;
  readonly #split: () => Split;

  constructor(list: SignalList, split: () => Split) {
    this.#list = list;
    this.#split = split;
  }

  open(panel: Panel): void {
    this.ids = this.#list.targets;
    if (this.ids.length === 0) return;
    this.panel = panel;
  }

  /** Asks where the whole theme goes. */
  openTheme(theme: ThemeRef): void {
    this.theme = theme;
    this.panel = 'acceptTheme';
  }

  /** All signals of the theme, shown or not. Those decided leave with the next answer. */
  async acceptTheme(into: AcceptInto): Promise<void> {
    const theme = this.theme;
    this.panel = null;
    if (theme) await decide(call('accept_theme', { id: theme.id, into, importance: this.importance }));
  }

  /** Takes the suggestion if there is one; otherwise asks where to. */
  async accept(known: SignalDetail | null): Promise<void> {
    const ids = this.#list.targets;
    const only = ids.length === 1 ? ids[0] : undefined;
    if (only === undefined) return this.open('accept');
    try {
      const detail = known?.row.id === only ? known : await call('signal', { id: only });
      if (this.#list.activeId !== only) return;
      const suggested = detail.suggestion?.opportunity.id;
      if (suggested === undefined) return this.open('accept');
      await this.acceptInto({ type: 'existing', opportunity: suggested }, [only]);
    } catch (thrown) {
      toasts.problem(thrown);
    }
  }

  acceptInto(into: AcceptInto, ids = this.ids): Promise<void> {
    return this.#step('accepted', ids, call('accept', { ids, into, importance: this.importance }));
  }

  /** Evidence for one more opportunity: accepted ones stay where they are. */
  linkTo(opportunity: OpportunityId, ids = this.ids): Promise<void> {
    if (this.#split() !== 'accepted') return this.acceptInto({ type: 'existing', opportunity }, ids);
    return this.#step(
      'accepted',
      ids,
      call('set_evidence', { id: opportunity, signals: ids, importance: this.importance }),
    );
  }

  merge(ids: SignalId[], into: SignalId): Promise<void> {
    return this.#step('merged', ids, call('merge', { ids, into }));
  }

  /** `reply` is kept for each reporter; it isn't sent. */
  decline(reason: DeclineReason, note: string, reply: string | null, ids = this.ids): Promise<void> {
    return this.#step('declined', ids, call('decline', { ids, reason, note: note.trim(), reply }));
  }

  snooze(until: SnoozeUntil, ids = this.ids): Promise<void> {
    return this.#step('snoozed', ids, call('snooze', { ids, until }));
  }

  reopen(ids = this.#list.targets): Promise<void> {
    return this.#step('inbox', ids, call('reopen', { ids }));
  }

  /** Takes merged signals out; where they go is what was decided before. */
  async unmerge(ids: SignalId[]): Promise<void> {
    if (this.#split() === 'merged') return this.#step('inbox', ids, call('unmerge', { ids }));
    this.panel = null;
    await decide(call('unmerge', { ids }));
  }

  /** What the open panel is about to do, for the preview. Declining shows most of what may be left out. */
  get verb(): TriageVerb {
    switch (this.panel) {
      case 'accept':
      case 'link':
        return { type: 'accept' };
      case 'snooze':
        // Any date is taken alike.
        return { type: 'snooze', until: { type: 'date', until: 0 } };
      case 'merge':
        return { type: 'merge', into: 0 };
      default:
        return { type: 'decline' };
    }
  }

  async #step(state: TriageState, ids: SignalId[], step: Promise<StepDone>): Promise<void> {
    this.panel = null;
    const done = await decide(step);
    if (!done) return;
    this.leftOut = done.left_out;
    this.importance = 1;
    const stay = new Set(done.left_out.map((one) => one.id));
    const split = this.#split();
    const here: TriageState = split === 'incidents' ? 'inbox' : split;
    this.gone = state === here ? [] : ids.filter((id) => !stay.has(id));
    this.#list.remove(this.gone);
    if (this.#list.checked.size > 0) this.#list.clear();
  }

  /** "“Cart never finishes”" or "23 signals", for questions. */
  about(title: string | undefined, ids = this.ids): string {
    return ids.length === 1 && title ? `"${title}"` : count(ids.length, 'signal');
  }
}
