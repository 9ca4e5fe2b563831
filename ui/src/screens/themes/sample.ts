/** Themes and signals for the tests of this folder. */
import type { SignalRow, StepDone, ThemeList, ThemeRow } from '../../ipc';

export function theme(id: number, title: string, change: Partial<ThemeRow> = {}): ThemeRow {
  return {
    id,
    title,
    named: false,
    words: ['total', 'cent'],
    trend: 'steady',
    weeks: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    change: 0.06,
    age_weeks: 30,
    signals: 10 * id,
    customers: id,
    at_stake: 1000 * id,
    families: { operations: 1, changes: 0, voice: 2 },
    opportunity: null,
    cohesion: 0.7,
    mixed: false,
    by_words: false,
    dismissed: false,
    snoozed_until: null,
    subject: null,
    ...change,
  };
}

export function signal(id: number, title = `Signal ${id}`, change: Partial<SignalRow> = {}): SignalRow {
  return {
    id,
    kind: 'ticket',
    title,
    service: null,
    customer: `Customer ${id}`,
    revenue: 1000,
    severity: null,
    status: 'open',
    happened_at: Date.now() - id * 60_000,
    unread: false,
    state: 'inbox',
    snoozed_until: null,
    decline_reason: null,
    opportunity: null,
    theme: null,
    ...change,
  };
}

export function listOf(themes: ThemeRow[], standing: Partial<ThemeList['standing']> = {}): ThemeList {
  return {
    themes,
    counts: {
      all: themes.length,
      growing: 0,
      new: 0,
      without_opportunity: 0,
      mixed: 0,
      not_a_theme: 0,
      snoozed: 0,
      proposals: 2,
    },
    standing: {
      in_themes: 3418,
      unsorted: 212,
      waiting: 0,
      placed_at: Date.now() - 6 * 60_000,
      by_words: null,
      paused: false,
      progress: null,
      ...standing,
    },
  };
}

export function done(message: string): StepDone {
  return { step: 1, message, changed: 1, left_out: [], opportunity: null };
}
