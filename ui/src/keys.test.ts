// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { action, actionIds, type ActionId, type Scope } from './actions';
import { bindingsOf, caps, isTyping, keyboard } from './keys';
import { addLayer } from './state/commands.svelte';

const scopes = [...new Set(actionIds.flatMap((id) => action(id).when))];

test('every action has a title, a key and a place', () => {
  for (const id of actionIds) {
    expect(action(id).title, id).toMatch(/^[A-Z]/);
    expect(action(id).keys.length, id).toBeGreaterThan(0);
    expect(action(id).when.length, id).toBeGreaterThan(0);
  }
});

test.each(scopes)('no two actions share a key in %s', (scope: Scope) => {
  const here = actionIds.filter((id) =>
    action(id).when.some((when) => when === scope || when === 'everywhere'),
  );
  const keys = here.flatMap((id) => action(id).keys.map((key) => key.toLowerCase()));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test.each([
  ['Shift+J', ['Shift', 'J']],
  ['g i', ['G', 'I']],
  ['$mod+k', ['Ctrl', 'K']],
  ['Escape', ['Esc']],
  ['?', ['?']],
])('%s is drawn as %s', (binding, drawn) => expect(caps(binding)).toEqual(drawn));

describe('pressing keys', () => {
  const ran: ActionId[] = [];
  const note = (...ids: ActionId[]) => Object.fromEntries(ids.map((id) => [id, () => ran.push(id)]));
  let handler: (event: Event) => void;
  let leave: (() => void)[] = [];

  beforeEach(() => {
    ran.length = 0;
    handler = keyboard((id) => bindingsOf(id, {}));
    window.addEventListener('keydown', handler);
    leave = [];
  });

  afterEach(() => {
    window.removeEventListener('keydown', handler);
    leave.forEach((done) => done());
    document.body.innerHTML = '';
    vi.useRealTimers();
  });

  function press(key: string, options: KeyboardEventInit = {}, target: Element = document.body) {
    const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
    const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...options });
    target.dispatchEvent(event);
    return event;
  }

  function add(html: string): Element {
    document.body.innerHTML = html;
    const first = document.body.firstElementChild;
    if (!first) throw new Error('no element');
    return first;
  }

  test('the offered action runs and the key is used up', () => {
    leave.push(addLayer(() => note('next', 'select')));
    expect(press('j').defaultPrevented).toBe(true);
    press('x');
    expect(ran).toEqual(['next', 'select']);
    expect(press('h').defaultPrevented).toBe(false);
  });

  test('a sequence wins over its last letter, one sequence after another', () => {
    leave.push(addLayer(() => note('goSources', 'goInbox', 'import')));
    press('g');
    press('i');
    press('g');
    press('s');
    press('i');
    expect(ran).toEqual(['goInbox', 'goSources', 'import']);
  });

  test('G waits one second for its letter', () => {
    vi.useFakeTimers();
    leave.push(addLayer(() => note('goInbox', 'import')));
    press('g');
    vi.advanceTimersByTime(1100);
    press('i');
    expect(ran).toEqual(['import']);
  });

  test.each([
    ['?', 'Slash', { shiftKey: true }, 'help'],
    ['/', 'Slash', {}, 'search'],
    ['/', 'Digit7', { shiftKey: true }, 'search'],
    ['J', 'KeyJ', { shiftKey: true }, 'extendDown'],
    ['k', 'KeyK', { ctrlKey: true }, 'palette'],
    ['1', 'Digit1', { shiftKey: true }, 'accept'],
    ['[', 'Digit8', { ctrlKey: true, altKey: true }, 'sidebar'],
    ['=', 'Equal', { ctrlKey: true }, 'zoomIn'],
    ['+', 'Equal', { ctrlKey: true, shiftKey: true }, 'zoomIn'],
    ['0', 'Digit0', { ctrlKey: true }, 'zoomReset'],
  ] as const)('%s runs %s', (key, code, modifiers, id) => {
    leave.push(addLayer(() => note(...actionIds)));
    press(key, { code, ...modifiers });
    expect(ran).toEqual([id]);
  });

  test('Ctrl with a symbol is not the symbol', () => {
    leave.push(addLayer(() => note('accept', 'search')));
    press('1', { ctrlKey: true });
    press('/', { ctrlKey: true });
    expect(ran).toEqual([]);
  });

  test('nothing reaches the screen below a dialog', () => {
    leave.push(addLayer(() => note('decline', 'swap')));
    leave.push(addLayer(() => note('swap'), { modal: true }));
    press('3');
    press('w');
    expect(ran).toEqual(['swap']);
  });

  test('an action that is off keeps its key but does nothing', () => {
    leave.push(addLayer(() => ({ decline: { run: () => ran.push('decline'), off: 'Declined already' } })));
    press('3');
    expect(ran).toEqual([]);
  });

  test('letters in a text field are text; Ctrl and function keys pass', () => {
    leave.push(addLayer(() => note('next', 'palette', 'region', 'undo')));
    const field = add('<input>');
    press('j', {}, field);
    press('k', { ctrlKey: true }, field);
    press('F6', {}, field);
    press('z', { ctrlKey: true }, field);
    expect(ran).toEqual(['palette', 'region']);
  });

  test('keys of a composition belong to it', () => {
    leave.push(addLayer(() => note('next')));
    press('j', { isComposing: true });
    expect(ran).toEqual([]);
  });

  test('Enter on a button presses the button', () => {
    leave.push(addLayer(() => note('open', 'next')));
    const button = add('<button></button>');
    press('Enter', {}, button);
    press('j', {}, button);
    expect(ran).toEqual(['next']);
  });

  test('arrows belong to a group of choices', () => {
    const radio = add('<div role="radiogroup"><button role="radio"></button></div>').firstElementChild;
    const event = new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true });
    let typing = false;
    radio?.addEventListener('keydown', () => (typing = isTyping(event)));
    radio?.dispatchEvent(event);
    expect(typing).toBe(true);
  });
});
