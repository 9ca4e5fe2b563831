import { call } from '../../ipc';
import type { AcceptInto, SnoozeUntil, ThemeId, ThemeRow } from '../../ipc';
import type { Offers } from '../../state/commands.svelte';
import { decide } from '../../state/decide';
import { place } from '../../state/route.svelte';

/** A verb that needs one more answer; its popover is open. */
export type Panel = 'accept' | 'link' | 'merge' | 'snooze' | 'rename';

/** The verbs on a theme as they stand in the bar. */
export const THEME_BAR = ['accept', 'link', 'merge', 'split', 'rename', 'decline', 'snooze'] as const;

/** The verbs on one theme, the same in the table and on its page. */
export class ThemeVerbs {
  panel = $state<Panel | null>(null);
  /** What the panel will act on; fixed when it opens. */
  theme = $state.raw<ThemeRow | null>(null);

  open(panel: Panel, theme: ThemeRow): void {
    this.theme = theme;
    this.panel = panel;
  }

  close(): void {
    this.panel = null;
  }

  async accept(into: AcceptInto): Promise<void> {
    if (!this.theme) return;
    this.close();
    await decide(call('accept_theme', { id: this.theme.id, into, importance: 1 }));
  }

  /** Into the opportunity that most of its evidence is linked to: what came since joins it. */
  async acceptAsBefore({ id, opportunity }: ThemeRow): Promise<void> {
    if (!opportunity) return;
    const into: AcceptInto = { type: 'existing', opportunity: opportunity.id };
    await decide(call('accept_theme', { id, into, importance: 1 }));
  }

  async rename(title: string): Promise<void> {
    if (!this.theme) return;
    this.close();
    await decide(call('rename_theme', { id: this.theme.id, title: title.trim() }));
  }

  async snooze(until: SnoozeUntil | null, id = this.theme?.id): Promise<void> {
    if (id === undefined) return;
    this.close();
    await decide(call('snooze_theme', { id, until }));
  }
}

/** The larger theme stays unless a person swaps them: more people know it. */
export function compare(a: Pick<ThemeRow, 'id' | 'signals'>, b: { id: ThemeId; signals: number }): void {
  const [stays, joins] = a.signals >= b.signals ? [a, b] : [b, a];
  place.go({ screen: 'mergeThemes', stays: stays.id, joins: joins.id });
}

/** What can be done to `theme` now. Without one every verb stays visible and says why it is off. */
export function offersFor(verbs: ThemeVerbs, theme: ThemeRow | null, none: string): Offers {
  const off = theme === null && none;
  const open = (panel: Panel) => () => theme && verbs.open(panel, theme);
  return {
    accept: theme?.opportunity
      ? {
          title: `Accept into ${theme.opportunity.label}`,
          run: () => void verbs.acceptAsBefore(theme),
        }
      : { title: 'Make an opportunity', run: open('accept'), off },
    link: { title: 'Link to one', run: open('link'), off },
    merge: { title: 'Merge', run: open('merge'), off },
    split: {
      run: () => theme && place.go({ screen: 'splitTheme', id: theme.id }),
      off: off || (theme !== null && theme.signals < 2 && 'It has one signal only.'),
    },
    rename: { run: open('rename'), off },
    decline: {
      title: theme?.dismissed ? 'It is a theme' : 'Not a theme',
      run: () => theme && void decide(call('dismiss_theme', { id: theme.id, dismissed: !theme.dismissed })),
      off,
    },
    snooze:
      theme && (theme.snoozed_until !== null || theme.waits_for)
        ? { title: 'Wake up', run: () => void verbs.snooze(null, theme.id) }
        : { run: open('snooze'), off },
  };
}
