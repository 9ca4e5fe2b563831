/** What goes where in a tracker, in words and as lists. */
import type { After, FieldRule, OwnField, Told } from '../../ipc';

export const TOLD_WORDS: Record<Told, string> = {
  title: 'Title',
  description: 'Statement, words and evidence',
  labels: 'Service',
  value: 'Value',
  reach: 'Reach',
  impact: 'Impact',
  confidence: 'Confidence',
  effort: 'Effort',
  owner: 'Owner',
  service: 'Service',
  stage: 'Stage',
  evidence: 'Number of signals',
  people: 'Number of people',
  customers: 'Number of customers',
  revenue: 'Revenue a year',
};

/** What can fill a field of the tracker's own. */
export const FURTHER: readonly Told[] = [
  'value',
  'reach',
  'impact',
  'confidence',
  'effort',
  'owner',
  'service',
  'stage',
  'evidence',
  'people',
  'customers',
  'revenue',
];

const PLACES: Partial<Record<Told, string>> = {
  title: 'Title',
  description: 'Description',
  labels: 'Labels',
};

/** The field there, in words where the tool has some. */
export function placeOf(rule: FieldRule, own: readonly OwnField[]): string {
  return PLACES[rule.from] ?? own.find((field) => field.name === rule.to)?.label ?? rule.to;
}

/** What a person can choose for a rule. A title is always sent; labels are set once, as a team adds its own. */
export function afters(rule: FieldRule, follows: boolean): { id: After; title: string }[] {
  const all: { id: After; title: string }[] = [{ id: 'set_once', title: 'Set once' }];
  if (follows && rule.from !== 'labels') all.push({ id: 'keep_in_step', title: 'Keep in step' });
  if (rule.from !== 'title') all.push({ id: 'not_sent', title: 'Not sent' });
  return all;
}

/** The rules with `rule` in the place of the one from the same field. What isn't sent needs no rule of its own. */
export function withRule(rules: readonly FieldRule[], rule: FieldRule): FieldRule[] {
  const there = rules.some((one) => one.from === rule.from);
  const all = there ? rules.map((one) => (one.from === rule.from ? rule : one)) : [...rules, rule];
  return all.filter((one) => one.after !== 'not_sent' || one.from in PLACES);
}
