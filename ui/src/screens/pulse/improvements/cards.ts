import type { AntiPattern, ImprovementForm, ImprovementStep } from '../../../ipc';

/** The steps of an improvement, and what each asks. */
export const steps: readonly { id: ImprovementStep; title: string; asks: string }[] = [
  { id: 'plan', title: 'Plan', asks: 'What do we try, and how will we see it?' },
  { id: 'do', title: 'Do', asks: 'Running now' },
  { id: 'check', title: 'Check', asks: 'Did it do what we said?' },
  { id: 'act', title: 'Act', asks: 'Kept, changed or dropped' },
];

/** A card nobody wrote anything on. */
export function empty(): ImprovementForm {
  return {
    title: '',
    hypothesis: '',
    goal: '',
    seen: '',
    owner: '',
    check_at: null,
    source: { type: 'none' },
  };
}

/** A card that tries what is advised against a habit. */
export function cardOf({ id, title, advice }: AntiPattern): ImprovementForm {
  return { ...empty(), title: advice, source: { type: 'anti_pattern', id, title } };
}
