import type { SavedView, ViewShows } from '../ipc';
import { place } from './route.svelte';

/** What a screen shows now, for "Save as a view"; null where nothing can be saved. */
class Saving {
  /** Open while a name is asked for. */
  open = $state(false);
  shows = $state.raw<ViewShows | null>(null);
  /** The name it is offered with: that of the view the person came by. */
  name = $state('');

  ask(shows: ViewShows): void {
    this.shows = shows;
    const at = place.now;
    this.name = 'view' in at && at.view ? at.view.name : '';
    this.open = true;
  }
}

export const saving = new Saving();

/** Goes to the screen of a view, which then takes its filters. */
export function openView(view: SavedView): void {
  const { shows } = view;
  const named = { uid: view.uid, name: view.name, shows };
  if (shows.screen === 'opportunities') place.go({ screen: 'opportunities', view: named });
  else if (shows.screen === 'themes') place.go({ screen: 'themes', tab: shows.query.view, view: named });
  else place.go({ screen: 'inbox', split: splitOf(shows.query.states), view: named });
}

/** The fixed view of the Inbox that holds signals in these states. */
function splitOf(states: readonly string[]) {
  const [state] = states;
  return state === 'snoozed' || state === 'accepted' || state === 'declined' || state === 'merged'
    ? state
    : ('inbox' as const);
}
