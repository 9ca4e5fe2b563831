import { expect, test } from 'vitest';
import type { FieldRule } from '../../ipc';
import { afters, placeOf, withRule } from './rules';

const TITLE: FieldRule = { from: 'title', to: 'title', after: 'keep_in_step' };
const VALUE: FieldRule = { from: 'value', to: 'estimate', after: 'set_once' };

test('a rule takes the place of the one from the same field', () => {
  expect(withRule([TITLE], VALUE)).toEqual([TITLE, VALUE]);
  expect(withRule([TITLE, VALUE], { ...VALUE, after: 'keep_in_step' })[1]?.after).toBe('keep_in_step');
  expect(withRule([TITLE, VALUE], { ...VALUE, after: 'not_sent' })).toEqual([TITLE]);
});

test('a title is always sent, labels are set once, and some tools keep nothing in step', () => {
  const ids = (from: FieldRule['from'], follows: boolean) =>
    afters({ ...TITLE, from }, follows).map((one) => one.id);
  expect(ids('title', true)).toEqual(['set_once', 'keep_in_step']);
  expect(ids('labels', true)).toEqual(['set_once', 'not_sent']);
  expect(ids('value', false)).toEqual(['set_once', 'not_sent']);
});

test('a field goes by the words the tool has for it', () => {
  expect(placeOf(VALUE, [{ name: 'estimate', label: 'Estimate' }])).toBe('Estimate');
  expect(placeOf({ ...VALUE, to: '17' }, [])).toBe('17');
  expect(placeOf(TITLE, [])).toBe('Title');
});
