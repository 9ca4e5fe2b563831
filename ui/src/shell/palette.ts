import { action, type ActionId, type Group } from '../actions';

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

function isMove(id: ActionId): boolean {
  const { group, when } = action(id);
  return group === 'Move' && (when.includes('list') || id.startsWith('region')) && id !== 'selectAll';
}
