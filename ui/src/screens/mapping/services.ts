/** The services as groups of lines: what waits for a person first. */
import { count, number } from '../../format';
import type { PlaceValue, RuleField, RuleView, ServiceRow, ServicesView, UnmappedValue } from '../../ipc';
import type { Group } from './lines';

export const FIELDS: Record<RuleField, string> = {
  service: 'Service',
  project: 'Project',
  component: 'Component',
  label: 'Label',
  anything: 'Everything else',
};

/** What is selected, and so what the verbs are about. */
export type ServiceThing =
  | { type: 'unmapped'; one: UnmappedValue }
  | { type: 'service'; one: ServiceRow }
  | { type: 'rule'; one: RuleView };

export function valueOf(place: PlaceValue): string {
  return place.value === '' ? 'Everything else' : place.value;
}

/** What an assignment of the selected line is about; a rule is changed by removing it. */
export function placeOf(thing: ServiceThing | null): PlaceValue | null {
  if (thing?.type === 'unmapped') return thing.one.place;
  if (thing?.type === 'service') return { connection: null, field: 'service', value: thing.one.name };
  return null;
}

/** By the ids of the lines. */
export function thingsOf(view: ServicesView): Map<string, ServiceThing> {
  return new Map<string, ServiceThing>([
    ...view.unmapped.map((one) => [unmappedId(one), { type: 'unmapped', one }] as const),
    ...view.services.map((one) => [`service-${one.id}`, { type: 'service', one }] as const),
    ...view.rules.map((one) => [`rule-${one.uid}`, { type: 'rule', one }] as const),
  ]);
}

export function groupsOf(view: ServicesView, accept: (one: UnmappedValue) => void): Group[] {
  const groups: Group[] = [unmapped(view, accept), services(view), rules(view)];
  return groups.filter((group) => group.rows.length > 0);
}

function unmappedId({ place }: UnmappedValue): string {
  return `unmapped-${place.connection}-${place.field}-${place.value}`;
}

function unmapped(view: ServicesView, accept: (one: UnmappedValue) => void): Group {
  return {
    title: 'Without a service',
    count: view.unmapped_values,
    open: true,
    columns: [
      { title: 'Without a service' },
      { title: 'What it is' },
      { title: 'From' },
      { title: 'Signals', right: true },
      { title: 'Newest' },
    ],
    layout: 'minmax(140px, 1fr) 96px 120px 72px minmax(120px, 1.4fr)',
    rows: view.unmapped.map((one) => ({
      id: unmappedId(one),
      label: `${valueOf(one.place)}. ${FIELDS[one.place.field]} in ${one.connection}. ${count(one.signals, 'signal')}. Newest: ${one.newest_title}.${one.suggestion ? ` Suggested ${one.suggestion}.` : ''}`,
      cells: [
        { text: valueOf(one.place) },
        { text: one.place.field === 'anything' ? '' : FIELDS[one.place.field], quiet: true },
        { text: one.connection, quiet: true },
        { text: number(one.signals), right: true },
        { text: one.newest_title, quiet: true },
      ],
      offer: one.suggestion ? { title: `Is ${one.suggestion}`, run: () => accept(one) } : undefined,
    })),
  };
}

function services(view: ServicesView): Group {
  return {
    title: 'Services',
    count: view.services.length,
    columns: [
      { title: 'Services' },
      { title: 'Product' },
      { title: 'Open', right: true },
      { title: 'Signals', right: true },
      { title: 'Also called' },
    ],
    layout: 'minmax(140px, 1fr) 216px 72px 72px minmax(72px, 1.1fr)',
    rows: view.services.map((one) => ({
      id: `service-${one.id}`,
      label: `${one.name}. ${one.product ? `Product ${one.product}. ` : ''}${count(one.signals, 'signal')}, ${number(one.open)} open.`,
      cells: [
        { text: one.name },
        { text: one.product ?? '', quiet: true },
        { text: number(one.open), right: true },
        { text: number(one.signals), right: true },
        { text: one.told.join(', '), quiet: true },
      ],
    })),
  };
}

function rules(view: ServicesView): Group {
  return {
    title: 'Rules',
    count: view.rules.length,
    columns: [{ title: 'Rules' }, { title: 'What it looks at' }, { title: 'From' }, { title: 'Becomes' }],
    layout: 'minmax(140px, 1fr) 120px 120px minmax(120px, 1.4fr)',
    rows: view.rules.map((one, at) => ({
      id: `rule-${one.uid}`,
      label: `Rule ${at + 1}. ${one.form.field === 'anything' ? '' : `${FIELDS[one.form.field]} `}${shown(one)} becomes ${one.form.service || 'no service'}.`,
      cells: [
        { text: shown(one) },
        { text: one.form.field === 'anything' ? '' : FIELDS[one.form.field], quiet: true },
        { text: one.connection ?? 'All', quiet: true },
        { text: one.form.service || 'Left out', quiet: one.form.service === '' },
      ],
    })),
  };
}

/** A star that stands for itself is written with a backslash. */
function shown(rule: RuleView): string {
  return rule.form.field === 'anything' ? 'Everything else' : rule.form.pattern;
}
