import { expect, test } from 'vitest';
import { action, type ActionId } from '../actions';
import { commandsFor } from './palette';

const offers = (
  ['next', 'decline', 'undo', 'region', 'search', 'goSources', 'score', 'selectAll'] as ActionId[]
).map((id) => ({ id, title: action(id).title, run: () => {} }));
const ids = (text: string) => {
  const { verbs, others } = commandsFor(offers, text);
  return [verbs.map(({ id }) => id), others.map(({ id }) => id)];
};

test('verbs on the selection come first, places before the rest; moving about needs no command', () => {
  expect(ids('')).toEqual([
    ['decline', 'score'],
    ['goSources', 'search', 'undo', 'selectAll'],
  ]);
});

test('each typed word must begin a word of the title', () => {
  expect(ids('se')).toEqual([[], ['search', 'selectAll']]);
  expect(ids('sel al')).toEqual([[], ['selectAll']]);
  expect(ids('cline')).toEqual([[], []]);
});
