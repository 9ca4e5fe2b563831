import type { ForumPlace } from '../../../ipc';
import type { Route } from '../../../state/route.svelte';

/** The screen that shows more about an item. */
export function routeOf(to: ForumPlace): Route {
  switch (to.type) {
    case 'problem':
      return { screen: 'problem', key: to.key };
    case 'opportunity':
      return { screen: 'opportunity', id: to.id };
    case 'outcome':
      return { screen: 'opportunity', id: to.id, tab: 'outcome' };
    case 'signal':
      return { screen: 'inbox', split: 'inbox', signal: to.id };
    default:
      return { screen: 'pulse', tab: to.type };
  }
}
