import { action, type ActionId } from '../actions';
import { bindingsOf, inWords } from '../keys';
import { session } from './session.svelte';

/** The key in force for an action, as a sentence says it: "Shift+J". Without a key, the action's name. */
export function keyOf(id: ActionId): string {
  const key = bindingsOf(id, session.taste.keymap)[0];
  return key ? inWords(key) : action(id).title;
}
