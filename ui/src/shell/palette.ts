import { action, actionIds, type ActionId, type Group, type Scope } from '../actions';
import { call, type FoundThing } from '../ipc';

export interface Command {
  id: ActionId;
  title: string;
  run: () => void;
  /** Why it can't be done now; the row stays and says so. */
  off?: string | null;
}

/** How a sentence names where an action is offered. */
const places: Record<Scope, string> = {
  everywhere: 'everywhere',
  list: 'a list',
  inbox: 'the Inbox',
  themes: 'Themes',
  theme: 'a theme',
  split: 'splitting a theme',
  opportunities: 'Opportunities',
  opportunity: 'an opportunity',
  pulse: 'Pulse',
  problem: 'a problem',
  score: 'a score',
  whatIf: 'a what-if',
  backlog: 'the Backlog',
  sources: 'Sources',
  import: 'an import',
  export: 'an export',
  settings: 'Settings',
  merge: 'a merge',
  news: 'News',
  'first-run': 'the first screen',
};

/** Commands by how often they are what one looks for. */
const order: Group[] = ['Go to', 'Find', 'Work on it', 'Decide', 'Move'];

/**
 * Splits what is offered now into verbs on the selection and everything else, keeping those whose title has each
 * typed word at the start of one of its own; what can be done now before what can't. Moving about in a list needs no
 * command unless it is asked for.
 */
export function commandsFor(offers: Command[], text: string): { verbs: Command[]; others: Command[] } {
  const searching = text.trim() !== '';
  const kept = offers
    .filter((command) => (searching || !isMove(command.id)) && fits(command.title, text))
    .toSorted((a, b) => Number(Boolean(a.off)) - Number(Boolean(b.off)));
  const isVerb = (command: Command) => {
    const { group, when } = action(command.id);
    return group === 'Decide' || group === 'Work on it' ? !when.includes('everywhere') : false;
  };
  const others = kept.filter((command) => !isVerb(command));
  return {
    verbs: kept.filter(isVerb),
    others: others.toSorted((a, b) => order.indexOf(action(a.id).group) - order.indexOf(action(b.id).group)),
  };
}

/** The actions that fit the text but no open screen offers, with where to find them. Nothing without a text. */
export function elsewhere(offers: Command[], text: string): Command[] {
  if (text.trim() === '') return [];
  return actionIds
    .filter((id) => fits(action(id).title, text) && !offers.some((offer) => offer.id === id))
    .filter((id) => id !== 'palette' && id !== 'back')
    .map((id) => {
      const { title, when } = action(id);
      return { id, title, run: () => {}, off: `In ${when.map((scope) => places[scope]).join(', ')}` };
    });
}

/** Each typed word begins a word of the title. */
function fits(title: string, text: string): boolean {
  const own = title.toLowerCase().split(/[\s,]+/);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => own.some((part) => part.startsWith(word)));
}

/** Whether a text says enough to be compared by its meaning: two words at least. */
export function isSentence(text: string): boolean {
  return text.trim().split(/\s+/).length > 1 && text.trim().length > 6;
}

/** The signals nearest to a text in meaning and words, six at most, as the palette shows them. */
export async function meaning(text: string): Promise<FoundThing[]> {
  const near = await call('similar_to', { text });
  return near.slice(0, 6).map(({ row }) => ({
    target: { type: 'signal', id: row.id },
    title: row.title,
    detail: row.theme?.title ?? row.customer ?? row.service ?? '',
  }));
}

function isMove(id: ActionId): boolean {
  const { group, when } = action(id);
  return group === 'Move' && (when.includes('list') || id.startsWith('region')) && id !== 'selectAll';
}
