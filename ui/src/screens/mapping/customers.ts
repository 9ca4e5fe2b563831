/** The customers as groups of lines: those whom nobody could match first. */
import { calendarDay, count, money, number } from '../../format';
import type { ChoiceView, CustomerRow, CustomersView, ToldValue, UnmatchedValue } from '../../ipc';
import type { Group } from './lines';

export type CustomerThing =
  | { type: 'unmatched'; one: UnmatchedValue }
  | { type: 'customer'; one: CustomerRow }
  | { type: 'choice'; one: ChoiceView };

const SIGNS = { organisation: 'Organisation', domain: 'Mail domain', number: 'Id' } as const;

/** Whose customer an assignment would say; a customer of the list stands for the tools' name of it. */
export function toldOf(thing: CustomerThing | null): ToldValue | null {
  if (thing === null) return null;
  return thing.type === 'customer'
    ? { sign: 'organisation', value: thing.one.customer.name }
    : thing.one.told;
}

export function thingsOf(view: CustomersView): Map<string, CustomerThing> {
  return new Map<string, CustomerThing>([
    ...view.unmatched.map((one) => [`unmatched-${key(one.told)}`, { type: 'unmatched', one }] as const),
    ...view.customers.map((one) => [`customer-${one.id}`, { type: 'customer', one }] as const),
    ...view.choices.map((one) => [`choice-${key(one.told)}`, { type: 'choice', one }] as const),
  ]);
}

export function groupsOf(view: CustomersView, currency: string): Group[] {
  return [unmatched(view), customers(view, currency), choices(view)].filter((group) => group.rows.length > 0);
}

function key(told: ToldValue): string {
  return `${told.sign}-${told.value}`;
}

function unmatched(view: CustomersView): Group {
  return {
    title: 'Not matched',
    count: view.unmatched_values,
    open: true,
    columns: [
      { title: 'Not matched' },
      { title: 'What it is' },
      { title: 'Fits' },
      { title: 'Signals', right: true },
      { title: 'Newest' },
    ],
    layout: 'minmax(140px, 1fr) 96px minmax(96px, 0.8fr) 72px minmax(120px, 1fr)',
    rows: view.unmatched.map((one) => ({
      id: `unmatched-${key(one.told)}`,
      label: `${one.told.value}. ${SIGNS[one.told.sign]}. ${one.fits.length > 1 ? `Fits ${one.fits.join(' and ')}. ` : ''}${count(one.signals, 'signal')}. Newest: ${one.newest_title}.`,
      cells: [
        { text: one.told.value },
        { text: SIGNS[one.told.sign], quiet: true },
        { text: one.fits.join(' or '), quiet: true },
        { text: number(one.signals), right: true },
        { text: one.newest_title, quiet: true },
      ],
    })),
  };
}

function customers(view: CustomersView, currency: string): Group {
  return {
    title: 'Customers',
    count: view.total,
    columns: [
      { title: 'Customers' },
      { title: 'Plan' },
      { title: 'Renews' },
      { title: 'Revenue a year', right: true },
      { title: 'Signals', right: true },
      { title: 'Domains' },
    ],
    layout: 'minmax(140px, 1fr) 96px 96px 104px 72px minmax(72px, 0.9fr)',
    rows: view.customers.map((one) => ({
      id: `customer-${one.id}`,
      label: `${one.customer.name}. ${revenue(one, currency) || 'Revenue not known'}. ${count(one.signals, 'signal')}.`,
      cells: [
        { text: one.customer.name },
        { text: one.customer.plan ?? '', quiet: true },
        { text: one.customer.renews_on ? calendarDay(one.customer.renews_on) : '', quiet: true },
        { text: revenue(one, currency), right: true, quiet: one.amount !== null },
        { text: number(one.signals), right: true },
        { text: one.domains.join(', '), quiet: true },
      ],
    })),
  };
}

function choices(view: CustomersView): Group {
  return {
    title: 'Decided here',
    count: view.choices.length,
    columns: [{ title: 'Decided here' }, { title: 'What it is' }, { title: 'Is' }],
    layout: 'minmax(140px, 1fr) 96px minmax(120px, 1.8fr)',
    rows: view.choices.map((one) => ({
      id: `choice-${key(one.told)}`,
      label: `${one.told.value} is ${one.customer ?? 'no customer'}.`,
      cells: [
        { text: one.told.value },
        { text: SIGNS[one.told.sign], quiet: true },
        { text: one.customer ?? 'No customer', quiet: one.customer === null },
      ],
    })),
  };
}

/** An amount in another currency stands as it is; it isn't added up. */
function revenue(one: CustomerRow, currency: string): string {
  if (one.customer.revenue !== null) return money(one.customer.revenue, currency);
  return one.amount ? money(one.amount[0], one.amount[1]) : '';
}
