// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { action, actionIds, type ActionId } from './actions';
import { bindingsOf, changes, owners, pressed, readKeymap, rebind, reset, type Keymap } from './keymap';

const scopes = [...new Set(actionIds.flatMap((id) => action(id).when))];

/** Pairs of actions that one screen offers and that have one key, or one that begins the other's sequence. */
function clashes(own: Keymap): string[] {
  return scopes.flatMap((scope) => {
    const here = actionIds.filter((id) =>
      action(id).when.some((when) => when === scope || when === 'everywhere'),
    );
    const keys = here.flatMap((id) => bindingsOf(id, own).map((key) => ({ id, key: key.toLowerCase() })));
    return keys.flatMap((a, i) =>
      keys
        .slice(i + 1)
        .filter(
          (b) =>
            a.key === b.key || `${a.key} `.startsWith(`${b.key} `) || `${b.key} `.startsWith(`${a.key} `),
        )
        .map((b) => `${scope}: ${a.id} ${a.key}, ${b.id} ${b.key}`),
    );
  });
}

/** The same numbers for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const KEYS = [
  ...'abcdefghijklmnopqrstuvwxyz0123456789/?[];.,',
  ...[...'ABGIJKSTZ'].map((key) => `Shift+${key}`),
  ...[
    'g i',
    'g x',
    'q q',
    '$mod+k',
    '$mod+b',
    '$mod+Plus',
    'Alt+u',
    'F2',
    'F9',
    'Delete',
    'ArrowDown',
    'Home',
  ],
  ...['Escape', 'Tab', 'Enter', 'Space', '$mod+c'],
];

describe('after any sequence of changes', () => {
  test.each([1, 2, 3, 4, 5, 6])('no screen has two actions with one key (%i)', (seed) => {
    const roll = dice(seed);
    let own: Keymap = {};
    for (let step = 0; step < 150; step++) {
      const id = actionIds[roll(actionIds.length)] ?? 'next';
      const answer = roll(5) === 0 ? reset(id, own) : rebind(id, KEYS[roll(KEYS.length)] ?? 'j', own);
      if (answer.kind === 'set') own = answer.keymap;
      if (answer.kind === 'taken' && answer.swap && roll(2) === 0) own = answer.swap;
      if (step % 30 === 29) expect(clashes(own)).toEqual([]);
      expect(bindingsOf('back', own)).toEqual(['Escape']);
    }
    expect(changes(own)).toBeGreaterThan(5);
    expect(actionIds.filter((each) => bindingsOf(each, own).length === 0)).toEqual([]);
  });

  test.each([11, 12, 13])('nor whatever was stored (%i)', (seed) => {
    const roll = dice(seed);
    const own = Object.fromEntries(
      actionIds.filter(() => roll(3) === 0).map((id) => [id, [KEYS[roll(KEYS.length)] ?? 'j']]),
    );
    expect(clashes(own)).toEqual([]);
  });
});

test('a free key is taken, the arrows stay, and the standard is no change', () => {
  const answer = rebind('next', 'q', {});
  expect(answer).toEqual({ kind: 'set', keymap: { next: ['q', 'ArrowDown'] } });
  expect(rebind('next', 'j', { next: ['q', 'ArrowDown'] })).toEqual({ kind: 'set', keymap: {} });
});

test('a taken key names its owner and can be swapped', () => {
  const answer = rebind('decline', 'h', {});
  expect(answer).toEqual({ kind: 'taken', by: ['snooze'], swap: { decline: ['h'], snooze: ['3'] } });
});

test('no swap with several owners, nor where a third action has the key that becomes free', () => {
  expect(rebind('undo', 'Delete', {})).toEqual({ kind: 'taken', by: ['keepOut', 'remove'], swap: null });
  expect(rebind('chart', 'z', {})).toEqual({
    kind: 'taken',
    by: ['undo'],
    swap: { chart: ['z'], undo: ['t', '$mod+z'] },
  });
  expect(rebind('demo', 'z', { demo: ['y'] })).toEqual({ kind: 'taken', by: ['undo'], swap: null });
});

test('keys count only where both actions are offered', () => {
  expect(owners('w', 'accept', {})).toEqual([]);
  expect(owners('z', 'accept', {})).toEqual(['undo']);
  expect(owners('g', 'accept', {})).toContain('goInbox');
});

test.each<[ActionId, string, string]>([
  ['accept', 'Escape', 'Esc always closes.'],
  ['accept', 'Tab', 'Tab moves between controls.'],
  ['accept', '$mod+c', 'It copies, cuts or pastes.'],
  ['back', 'q', 'This key stays.'],
])('%s can’t have %s', (id, key, why) => {
  expect(rebind(id, key, {})).toEqual({ kind: 'refused', why });
});

test('back to the standard, unless the key has a new owner', () => {
  const own = { accept: ['q'], merge: ['1'] };
  expect(reset('accept', own)).toEqual({ kind: 'taken', by: ['merge'], swap: null });
  expect(reset('merge', own)).toEqual({ kind: 'set', keymap: { accept: ['q'] } });
});

test('what was stored is read as far as it makes sense', () => {
  const stored = { accept: ['q'], merge: 'x', gone: ['a'], split: [3], link: ['g  l'], snooze: ['g l'] };
  expect(readKeymap(stored)).toEqual({ accept: ['q'], snooze: ['g l'] });
  expect([readKeymap(null), readKeymap('x'), readKeymap(undefined)]).toEqual([{}, {}, {}]);
});

test.each<[KeyboardEventInit, string | null]>([
  [{ key: 'q' }, 'q'],
  [{ key: 'Q', shiftKey: true }, 'Shift+Q'],
  [{ key: 'ж' }, 'ж'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: '[', ctrlKey: true, altKey: true }, '['],
  [{ key: 'k', ctrlKey: true }, '$mod+k'],
  [{ key: 'K', ctrlKey: true, shiftKey: true }, '$mod+Shift+K'],
  [{ key: '+', ctrlKey: true, shiftKey: true }, '$mod+Plus'],
  [{ key: 'F9', shiftKey: true }, 'Shift+F9'],
  [{ key: 'u', altKey: true }, 'Alt+u'],
  [{ key: ' ' }, 'Space'],
  [{ key: 'Shift', shiftKey: true }, null],
  [{ key: 'Dead' }, null],
])('%j is written %s', (init, written) => {
  expect(pressed(new KeyboardEvent('keydown', init), false)).toBe(written);
});
