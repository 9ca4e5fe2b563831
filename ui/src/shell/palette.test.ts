import { expect, test, vi } from 'vitest';
import { action, actionIds, type ActionId } from '../actions';
import { commandsFor, elsewhere, isSentence, meaning } from './palette';

vi.mock('../ipc', () => ({
  call: vi.fn((_: string, { text }: { text: string }) =>
    Promise.resolve(
      Array.from({ length: 9 }, (_, id) => ({
        row: {
          id,
          title: `${text} ${id}`,
          theme: id ? null : { id: 1, title: 'Carts' },
          customer: 'Acme',
          service: null,
        },
      })),
    ),
  ),
}));

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

test('what can’t be done now comes last and keeps its reason; a move is found when asked for', () => {
  const some = [
    { id: 'decline' as const, title: 'Decline', run: () => {}, off: 'Declined already' },
    { id: 'score' as const, title: 'Score', run: () => {} },
    { id: 'next' as const, title: 'Next', run: () => {} },
  ];
  expect(commandsFor(some, '').verbs.map(({ id, off }) => [id, off])).toEqual([
    ['score', undefined],
    ['decline', 'Declined already'],
  ]);
  expect(commandsFor(some, 'nex').others.map(({ id }) => id)).toEqual(['next']);
});

test('an action of another screen is found too, with where it is', () => {
  expect(elsewhere(offers, '')).toEqual([]);
  expect(elsewhere(offers, 'group ag').map(({ title, off }) => `${title}: ${off}`)).toEqual([
    'Group again: In Themes',
  ]);
  const all = [
    ...commandsFor(offers, 's').verbs,
    ...commandsFor(offers, 's').others,
    ...elsewhere(offers, 's'),
  ];
  const starting = actionIds.filter((id) => /(^|[\s,])s/i.test(action(id).title));
  expect(all.map(({ id }) => id).toSorted()).toEqual(starting.filter((id) => id !== 'palette').toSorted());
});

test('only a few words are compared by meaning', () => {
  expect(['cart', 'a b', 'large cart', ' large  cart '].map(isSentence)).toEqual([false, false, true, true]);
});

test('six signals near in meaning, with their theme or whom they concern', async () => {
  const near = await meaning('large cart');
  expect(near.length).toBe(6);
  expect(near[0]).toEqual({ target: { type: 'signal', id: 0 }, title: 'large cart 0', detail: 'Carts' });
  expect(near[1]?.detail).toBe('Acme');
});
