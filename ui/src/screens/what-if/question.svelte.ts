/** What is asked in a what-if. It stays while the window is open, so that looking at an opportunity loses nothing. */
import type {
  Capacity,
  Framework,
  InputWeight,
  Scenario,
  Segment,
  WeightChoice,
  WhatIf,
  WorkspaceName,
} from '../../ipc';

class Question {
  framework = $state<Framework>('rice');
  formula = $state<string | null>(null);
  /** Only those that were moved; the others weigh what they weigh today. */
  weights = $state<Record<string, number>>({});
  segment = $state.raw<Segment>({ kind: 'everybody' });
  /** As typed; empty for no limit. */
  weeks = $state('');
  nineInTen = $state(false);
  /** The scenario it began from. */
  scenario = $state<Pick<Scenario, 'uid' | 'name'> | null>(null);
  #of: WorkspaceName | null = null;

  /** Begins anew in another workspace; in the same one it goes on. */
  enter(workspace: WorkspaceName, framework: Framework, formula: string | null): void {
    if (this.#of === workspace) return;
    this.#of = workspace;
    this.begin(framework, formula);
  }

  /** As today: nothing is asked yet. */
  begin(framework: Framework, formula: string | null): void {
    Object.assign(this, { framework, formula, weights: {}, weeks: '', nineInTen: false, scenario: null });
    this.segment = { kind: 'everybody' };
  }

  /** Forgets it, so that coming back begins anew. */
  leave(): void {
    this.#of = null;
  }

  take({ uid, name, asks }: Scenario): void {
    this.begin(asks.framework, asks.formula);
    this.weights = Object.fromEntries(asks.weights.map((one) => [one.name, one.weight]));
    this.segment = asks.segment;
    this.weeks = asks.capacity === null ? '' : String(asks.capacity.weeks);
    this.nineInTen = asks.capacity?.nine_in_ten ?? false;
    this.scenario = { uid, name };
  }
}

export const question = new Question();

/** What the engine is asked. */
export function asked(
  from: Pick<Question, 'framework' | 'formula' | 'weights' | 'segment' | 'nineInTen'>,
  weeks: number | null,
): WhatIf {
  const capacity: Capacity | null = weeks === null ? null : { weeks, nine_in_ten: from.nineInTen };
  const weights: InputWeight[] = Object.entries(from.weights).map(([name, weight]) => ({ name, weight }));
  const { framework, formula, segment } = from;
  return { framework, formula, weights, segment, capacity };
}

/** Whether anything differs from today. */
export function differs(whatIf: WhatIf, choices: readonly WeightChoice[]): boolean {
  const today = new Map(choices.map((choice) => [choice.name, choice.today]));
  return (
    whatIf.segment.kind !== 'everybody' ||
    whatIf.capacity !== null ||
    whatIf.weights.some(({ name, weight }) => weight !== today.get(name))
  );
}

/** Person-weeks as typed. Null for none; undefined when it can't be read. */
export function weeksOf(number: number | null, text: string): number | null | undefined {
  if (text.trim() === '') return null;
  return number !== null && number >= 0.1 && number <= 2_000 ? number : undefined;
}
