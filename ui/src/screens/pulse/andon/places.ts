import { call, type AndonFix, type AndonPlace, type FixChoice } from '../../../ipc';
import type { PickItem } from '../../../parts';
import type { Route } from '../../../state/route.svelte';

/** "product Shop" */
export function named({ type, name }: AndonPlace): string {
  return `${type} ${name}`;
}

export interface FixItem extends PickItem {
  fix: AndonFix;
}

/** What could be the fix of a place's flag, for a picker: by words or by number. */
export async function fixesLike(place: AndonPlace, text: string): Promise<FixItem[]> {
  const found = await call('andon_fixes', { place, text });
  return found.map((choice, id) => ({
    id,
    fix: choice.fix,
    label: choice.label,
    title: choice.title,
    detail: of(choice),
    ...(choice.kind ? { kind: choice.kind } : {}),
  }));
}

function of({ fix, detail }: FixChoice): string {
  if (fix.type === 'item') return `item in ${detail}`;
  return fix.type === 'opportunity' ? 'opportunity' : detail;
}

/** Where a fix can be read. */
export function routeOf(fix: AndonFix): Route {
  if (fix.type === 'opportunity') return { screen: 'opportunity', id: fix.id };
  return fix.type === 'signal' ? { screen: 'inbox', split: 'inbox', signal: fix.id } : { screen: 'backlog' };
}
