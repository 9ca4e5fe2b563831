import type { ThemeId, ThemeQuery, ThemeRow, ThemeSort, ThemeTrend, WorkspaceName } from '../../ipc';
import { moneyShort } from '../../format';
import type { ThemesTab } from '../../state/route.svelte';
import { trends } from '../../words';

export const tabTitles: Record<ThemesTab, string> = {
  all: 'Themes',
  growing: 'Growing',
  new: 'New',
  without_opportunity: 'No opportunity',
  proposals: 'Maybe the same',
  mixed: 'Looks mixed',
  snoozed: 'Snoozed',
  not_a_theme: 'Not a theme',
};

/** The steps of the filter by what a customer pays a year, in the workspace's currency. */
export const REVENUE_STEPS = [10_000, 20_000, 50_000, 100_000] as const;

/** Every theme that nobody hid, those with most at stake first. */
export const allThemes: ThemeQuery = {
  view: 'all',
  trends: [],
  services: [],
  min_revenue: null,
  text: '',
  sort: 'at_stake',
  by_subject: false,
};

/** What the table shows; outlives the screen, so that coming back finds it as it was left. */
class View {
  text = $state('');
  trend = $state<ThemeTrend | null>(null);
  service = $state.raw<{ id: number; name: string } | null>(null);
  revenue = $state<number | null>(null);
  sort = $state<ThemeSort>('at_stake');
  bySubject = $state(false);
  selected = $state<ThemeId | null>(null);
  /** Themes picked for a merge, in the order of picking. */
  checked = $state.raw<readonly ThemeId[]>([]);
  #of: WorkspaceName | null = null;

  /** Another workspace has other themes and services, so its table starts afresh. */
  enter(workspace: WorkspaceName): void {
    if (this.#of !== null && this.#of !== workspace) {
      this.showAll();
      Object.assign(this, { sort: 'at_stake', bySubject: false, selected: null, checked: [] });
    }
    this.#of = workspace;
  }

  /** As a saved view has it; `services` names those it narrows by. */
  apply(query: ThemeQuery, services: readonly { id: number; name: string }[]): void {
    const [service] = query.services;
    this.text = query.text;
    this.trend = query.trends[0] ?? null;
    this.service =
      service === undefined
        ? null
        : (services.find((one) => one.id === service) ?? { id: service, name: `number ${service}` });
    this.revenue = query.min_revenue;
    this.sort = query.sort;
    this.bySubject = query.by_subject;
  }

  showAll(): void {
    Object.assign(this, { text: '', trend: null, service: null, revenue: null });
  }

  toggle(id: ThemeId): void {
    this.checked = this.checked.includes(id)
      ? this.checked.filter((one) => one !== id)
      : [...this.checked, id];
  }
}

export const view = new View();

type Shown = Pick<View, 'text' | 'trend' | 'service' | 'revenue' | 'sort' | 'bySubject'>;

/** The engine's question for a view. Proposals are no view of themes; behind them stand all. */
export function queryOf(tab: ThemesTab, shown: Shown): ThemeQuery {
  return {
    view: tab === 'proposals' ? 'all' : tab,
    trends: shown.trend === null ? [] : [shown.trend],
    services: shown.service === null ? [] : [shown.service.id],
    min_revenue: shown.revenue,
    text: shown.text.trim(),
    sort: shown.sort,
    by_subject: shown.bySubject,
  };
}

/** The filters in force as a sentence names them: "State Growing, Service checkout". Empty when there are none. */
export function filtersInWords(shown: Shown, currency: string): string {
  const words: string[] = [];
  if (shown.text.trim() !== '') words.push(`“${shown.text.trim()}”`);
  if (shown.trend !== null) words.push(`State ${trends[shown.trend]}`);
  if (shown.service !== null) words.push(`Service ${shown.service.name}`);
  if (shown.revenue !== null) words.push(`Customers over ${moneyShort(shown.revenue, currency)} a year`);
  return words.join(', ');
}

/** Rows under their subjects, a subject where its first row stands; one nameless group when nobody asked for them. */
export function bySubject(rows: readonly ThemeRow[]): { subject: string; rows: ThemeRow[] }[] {
  const groups = new Map<string, ThemeRow[]>();
  for (const row of rows) groups.set(row.subject ?? '', [...(groups.get(row.subject ?? '') ?? []), row]);
  return [...groups].map(([subject, mine]) => ({ subject, rows: mine }));
}
