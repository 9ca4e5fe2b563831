import { describe, expect, test } from 'vitest';
import type { SignalRow } from '../../ipc';
import { reasonsFor } from './compare';
import { active, dayStart, noFilters, queryOf, tabOf } from './filters';
import { saidAfter, saidBefore, sleepsUntil, waiting } from './label';
import { moreOf, nextMonth, nextWeek, onDay, tomorrow } from './snooze';
import { factName, factValue, paragraphs } from './text';

const at = (text: string) => new Date(text).getTime();
const NOW = at('2026-11-21T12:00:00');

function row(change: Partial<SignalRow> = {}): SignalRow {
  return {
    id: 1,
    kind: 'ticket',
    title: 'Cart with 340 lines never finishes',
    service: 'checkout',
    customer: 'Hartwell Freight',
    revenue: 184_000,
    severity: 'high',
    status: 'open',
    happened_at: NOW - 52 * 60_000,
    unread: true,
    state: 'inbox',
    snoozed_until: null,
    decline_reason: null,
    theme: null,
    opportunity: { id: 31, label: 'OPP-31', title: 'Let large carts check out' },
    ...change,
  };
}

test('around its title a row says kind, severity, age and evidence', () => {
  expect(saidBefore(row())).toBe('Unread. Ticket. ');
  expect(saidAfter(row(), NOW)).toBe('High. 52 minutes ago. Evidence for OPP-31.');
  const bare = row({ unread: false, severity: null, opportunity: null });
  expect(saidBefore(bare) + saidAfter(bare, NOW)).toBe('Ticket. 52 minutes ago.');
});

test('a sleeping one says until when', () => {
  const until = at('2026-11-22T08:00:00');
  expect(sleepsUntil(row({ state: 'snoozed', snoozed_until: until }), NOW)).toBe('until tomorrow 08:00');
  expect(sleepsUntil(row({ snoozed_until: until }), NOW)).toBe('');
});

test('one that waits for an event says for which', () => {
  const waits = { state: 'snoozed', waits_for: '3 more signals come' } as const;
  expect(sleepsUntil(row(waits), NOW)).toBe('until 3 more signals come');
});

test.each([
  [6.9, {}, null],
  [7, {}, { text: '7\u00a0d', tone: 'plain' }],
  [30, {}, { text: '30\u00a0d', tone: 'risk' }],
  [30, { kind: 'deployment' }, null],
  [30, { state: 'accepted' }, null],
  [30, { opportunity: { id: 31, label: 'OPP-31', title: 'Carts' } }, null],
] as const)('after %s days %o shows %o', (days, change, shown) => {
  const old = row({ opportunity: null, happened_at: NOW - days * 86_400_000, ...change });
  expect(waiting(old, NOW)).toEqual(shown);
});

describe('snoozing', () => {
  test.each([
    ['2026-11-21T12:00:00', '2026-11-23T08:00:00'],
    ['2026-11-22T12:00:00', '2026-11-23T08:00:00'],
    ['2026-11-23T07:00:00', '2026-11-30T08:00:00'],
  ])('next week from %s is %s', (now, then) => expect(nextWeek(at(now))).toBe(at(then)));

  test.each([
    ['2026-11-21T23:59:00', '2026-12-21T08:00:00'],
    ['2027-01-31T10:00:00', '2027-02-28T08:00:00'],
    ['2026-12-31T10:00:00', '2027-01-31T08:00:00'],
  ])('a month from %s is %s', (now, then) => expect(nextMonth(at(now))).toBe(at(then)));

  test.each([
    ['3', 3],
    [' 1000 ', 1000],
    ['0', null],
    ['1001', null],
    ['1.5', null],
    ['', null],
  ])('%s more signals', (text, count) => expect(moreOf(text)).toBe(count));

  test('tomorrow is the next morning', () => expect(tomorrow(NOW)).toBe(at('2026-11-22T08:00:00')));

  test('a picked day must be readable and ahead', () => {
    expect(onDay('2026-12-01', NOW)).toBe(at('2026-12-01T08:00:00'));
    expect(onDay('2026-11-21', NOW)).toBeNull();
    expect(onDay('tomorrow', NOW)).toBeNull();
  });
});

describe('filters', () => {
  test('nothing chosen asks for the whole inbox', () => {
    expect(queryOf('inbox', noFilters)).toMatchObject({
      states: [],
      kinds: [],
      text: '',
      from: null,
      to: null,
    });
  });

  test('a split fixes its state or kind', () => {
    expect(queryOf('snoozed', noFilters).states).toEqual(['snoozed']);
    expect(queryOf('incidents', { ...noFilters, kinds: ['ticket'] }).kinds).toEqual(['incident']);
  });

  test('the last day counts whole', () => {
    const query = queryOf('inbox', { ...noFilters, from: '2026-11-01', to: '2026-11-30' });
    expect(query.from).toBe(at('2026-11-01T00:00:00'));
    expect(query.to).toBe(at('2026-12-01T00:00:00'));
    expect(dayStart('2026-13-45x', 0)).toBeNull();
  });

  test('a set of kinds is a tab only when it is exactly one', () => {
    expect(tabOf([])).toBe('all');
    expect(tabOf(['deployment', 'alert', 'change'])).toBe('other');
    expect(tabOf(['ticket', 'error'])).toBeNull();
  });

  test('active filters read as sentences and clear one by one', () => {
    const filters = {
      ...noFilters,
      text: 'cart',
      severities: ['high' as const],
      services: ['a', 'b', 'c'].map((name, id) => ({ id, name })),
      unread: true,
    };
    expect(active(filters).map(({ name, value }) => `${name} ${value}`)).toEqual([
      'Severity High',
      'Service a and 2 more',
      'Only unread',
    ]);
    expect(active(filters)[0]?.cleared).toEqual({ ...filters, severities: [] });
    expect(active({ ...noFilters, kinds: ['ticket'] })).toEqual([]);
  });
});

describe('paragraphs', () => {
  test('empty lines part them, lines within stay, and each knows its place', () => {
    const body = ' \r\nOne\r\ntwo\r\n\r\n\r\n \n  Three  \n';
    const shown = paragraphs(body);
    expect(shown.map((one) => one.text)).toEqual(['One \ntwo', '  Three']);
    expect(shown.map((one) => body.slice(one.start ?? 0).slice(0, 7))).toEqual(['One\r\ntw', '  Three']);
  });

  test('an endless text is cut, and says so', () => {
    const shown = paragraphs('x\n\n'.repeat(1000));
    expect(shown).toHaveLength(401);
    expect(shown.at(-1)).toMatchObject({ text: expect.stringMatching(/goes on/), start: null });
    expect(paragraphs('a'.repeat(1_000_000))[0]?.text.length).toBe(200_000);
  });
});

test.each([
  ['last_seen', 'Last seen'],
  ['Queue', 'Queue'],
  ['customer language', 'Customer language'],
])('the field %s is called %s', (name, shown) => expect(factName(name)).toBe(shown));

test.each([
  [new Date(NOW).toISOString(), 'today 12:00'],
  ['2026-11-21', '2026-11-21'],
  ['2026-99-99T00:00:00Z', '2026-99-99T00:00:00Z'],
  ['orders', 'orders'],
])('the value %s is shown as %s', (value, shown) => expect(factValue(value, NOW)).toBe(shown));

test('comparing names what speaks for and against', () => {
  const other = row({ id: 2, kind: 'feedback', customer: 'Nordvik', happened_at: NOW - 40 * 86_400_000 });
  const texts = reasonsFor(row(), other, ['cart', 'spinner']).map((one) => [one.speaksFor, one.text]);
  expect(texts).toEqual([
    [true, 'Same words, 2 in common'],
    [false, 'Different customers'],
    [true, 'Same service, checkout'],
    [false, 'Different kinds'],
    [false, '39 days apart'],
  ]);
});
