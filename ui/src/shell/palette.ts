import { action, type ActionId } from '../actions';

export interface Command {
  id: ActionId;
  title: string;
  run: () => void;
}

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
  return { verbs: kept.filter(isVerb), others: kept.filter((command) => !isVerb(command)) };
}

function isMove(id: ActionId): boolean {
  const { group, when } = action(id);
  return group === 'Move' && when.includes('list') && id !== 'selectAll';
}
