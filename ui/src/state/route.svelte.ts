import type {
  ConnectionId,
  Framework,
  OpportunityId,
  SavedView,
  SignalId,
  StagedFile,
  ThemeId,
  ThemeRef,
  ThemeView,
} from '../ipc';

/** The fixed views of the Inbox. */
export type Split = 'inbox' | 'incidents' | 'snoozed' | 'accepted' | 'declined' | 'merged';

/** The views of the Themes screen; the last one holds what the program suggests. */
export type ThemesTab = ThemeView | 'proposals';

/**
 * How the product behaves in operation: the numbers, what comes back, what was changed, causes to judge, what is used,
 * the meeting about it, what is tried to work better.
 */
export type PulseTab =
  'overview' | 'problems' | 'changes' | 'links' | 'features' | 'causes' | 'forum' | 'improvements';

/** Where data comes from, and what it means here. */
export type SourcesTab = 'connections' | 'services' | 'customers';

/** A saved view whose filters a screen takes when it is gone to. */
export type ChosenView = Omit<SavedView, 'count'>;

export type Route =
  | { screen: 'inbox'; split: Split; signal?: SignalId; theme?: ThemeRef; view?: ChosenView }
  | { screen: 'hidden' }
  | { screen: 'themes'; tab: ThemesTab; view?: ChosenView }
  | { screen: 'theme'; id: ThemeId }
  | { screen: 'mergeThemes'; stays: ThemeId; joins: ThemeId; proposal?: number }
  | { screen: 'splitTheme'; id: ThemeId; proposal?: number }
  | { screen: 'opportunities'; view?: ChosenView }
  | { screen: 'opportunity'; id: OpportunityId; tab?: 'outcome' | 'causes' }
  | { screen: 'outcomes' }
  | { screen: 'score'; id: OpportunityId; by?: Framework }
  | { screen: 'estimates' }
  | { screen: 'whatIf' }
  | { screen: 'export'; id: OpportunityId }
  | { screen: 'exports'; ids: OpportunityId[] }
  | { screen: 'pulse'; tab: PulseTab }
  | { screen: 'problem'; key: string }
  | { screen: 'backlog'; tab?: 'people'; opportunity?: OpportunityId }
  | { screen: 'news' }
  | { screen: 'sources'; adding?: boolean; connection?: ConnectionId; tab?: SourcesTab }
  | { screen: 'import'; file: StagedFile }
  | { screen: 'customers'; file: StagedFile }
  | { screen: 'ideas'; file: StagedFile }
  | { screen: 'settings'; page?: string };

/** Where the window is, and how it came there. */
class Place {
  now = $state.raw<Route>({ screen: 'inbox', split: 'inbox' });
  #before: Route[] = [];

  go(route: Route): void {
    if (JSON.stringify(route) === JSON.stringify(this.now)) return;
    this.#before.push(this.now);
    if (this.#before.length > 50) this.#before.shift();
    this.now = route;
  }

  /** To where the person came from; to `fallback` when they came from nowhere. */
  back(fallback: Route): void {
    this.now = this.#before.pop() ?? fallback;
  }

  /** Forgets the way, as after opening another workspace. */
  reset(route: Route): void {
    this.#before = [];
    this.now = route;
  }
}

export const place = new Place();
