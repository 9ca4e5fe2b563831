/** What a theme's numbers say in words. */
import { ageInWords, count, number } from '../../format';
import type { ThemeRow, ThemesStanding } from '../../ipc';

const NBSP = '\u00a0';

/** "+48 %", "−9 %", "0 %". */
export function signedPercent(share: number): string {
  const shown = Math.round(share * 100);
  const sign = shown > 0 ? '+' : shown < 0 ? '−' : '';
  return `${sign}${number(Math.abs(shown))}${NBSP}%`;
}

/** The last four weeks against the four before, or its age while there is nothing to compare with. */
export function changeWords(row: Pick<ThemeRow, 'trend' | 'change' | 'age_weeks'>): string {
  if (row.trend === 'new') return row.age_weeks === 0 ? 'this week' : `${count(row.age_weeks, 'week')} old`;
  return row.change === null ? 'None before' : signedPercent(row.change);
}

/** "from 3,418 signals, placed 6 minutes ago." */
export function standingWords(standing: ThemesStanding, now: number): string {
  const placed = standing.placed_at === null ? '' : `, placed ${ageInWords(standing.placed_at, now)}`;
  const waiting = standing.waiting > 0 ? ` ${count(standing.waiting, 'waits', 'wait')} to be placed.` : '';
  return `from ${count(standing.in_themes, 'signal')}${placed}.${waiting}`;
}

/** A similarity 0–1 in a word. */
export function similarityWord(similarity: number): string {
  if (similarity >= 0.85) return 'very similar';
  if (similarity >= 0.7) return 'fairly similar';
  if (similarity >= 0.5) return 'somewhat similar';
  return 'not very similar';
}

/** What sets a row apart, in words; empty for most. */
export function marks(row: ThemeRow, until: (time: number) => string): string[] {
  return [
    row.mixed ? 'looks mixed' : '',
    row.by_words ? 'by words only' : '',
    row.snoozed_until === null ? '' : `snoozed until ${until(row.snoozed_until)}`,
    row.waits_for ? `snoozed until ${row.waits_for}` : '',
    row.back ? `back: ${row.back}` : '',
    row.dismissed ? 'not a theme' : '',
  ].filter(Boolean);
}
