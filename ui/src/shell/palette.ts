import { action, type ActionId, type Group } from '../actions';
import { call, type FoundThing } from '../ipc';

export interface Command {
  id: ActionId;
  title: string;
  run: () => void;
}

/** Commands by how often they are what one looks for. */
const order: Group[] = ['Go to', 'Find', 'Work on it', 'Decide', 'Move'];

/**
 * Splits what is offered now into verbs on the selection and everything else, keeping those whose title has each
 * typed word at the start of one of its own. Moving about in a list needs no command.
 */
export function commandsFor(offers: Command[], text: string): { verbs: Command[]; others: Command[] } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (command: Command) => {
    const own = command.title.toLowerCase().split(/[\s,]+/);
    return words.every((word) => own.some((part) => part.startsWith(word)));
  };
  const kept = offers.filter((command) => !isMove(command.id) && fits(command));
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
