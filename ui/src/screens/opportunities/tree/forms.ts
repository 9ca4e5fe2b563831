/** What the engine says of a node, as the form that changes it. */
import type { TreeAssumption, TreeForm, TreeOutcome, TreeSolution, TreeTest } from '../../../ipc';

export type FormOf<L extends TreeForm['level']> = Extract<TreeForm, { level: L }>;

export function outcomeForm({ title, measure, target }: TreeOutcome): FormOf<'outcome'> {
  return { level: 'outcome', title, measure, target };
}

export function solutionForm({ title, status, effort }: TreeSolution): FormOf<'solution'> {
  return { level: 'solution', title, chosen: status === 'chosen', effort };
}

export function assumptionForm({ title, kind, importance, sureness }: TreeAssumption): FormOf<'assumption'> {
  return { level: 'assumption', title, kind, importance, sureness };
}

export function testForm(test: TreeTest): FormOf<'test'> {
  const { method, expected, result, verdict, started_on, due_on, ended_on } = test;
  return { level: 'test', method, expected, result, verdict, started_on, due_on, ended_on };
}

/** A new node of a level with a title, everything else still open. */
export function newForm(level: TreeForm['level'], title: string): TreeForm {
  switch (level) {
    case 'outcome':
      return { level, title, measure: '', target: '' };
    case 'opportunity':
      return { level, title };
    case 'solution':
      return { level, title, chosen: false, effort: null };
    case 'assumption':
      return { level, title, kind: 'value', importance: null, sureness: null };
    case 'test':
      return {
        level,
        method: title,
        expected: '',
        result: '',
        verdict: null,
        started_on: null,
        due_on: null,
        ended_on: null,
      };
  }
}
