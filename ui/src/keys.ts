import { createKeybindingsHandler } from 'tinykeys';
import { actionIds, action, type ActionId } from './actions';
import { run } from './state/commands.svelte';

/** Mac keyboards say ⌘ where others say Ctrl. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const words: Record<string, string> = {
  $mod: isMac ? '⌘' : 'Ctrl',
  Control: 'Ctrl',
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Delete: 'Del',
};

/** The caps of a binding: `Shift+J` → Shift, J; `g i` → G, I. */
export function caps(binding: string): string[] {
  return binding
    .split(' ')
    .flatMap((press) => press.split('+'))
    .map((key) => words[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** How tinykeys should read a binding: keys that need Shift on some layouts accept it. */
function pattern(binding: string): string {
  return /^[?/[\],0-9]$/.test(binding) ? `[Shift]+[Alt]+[Control]+${escaped(binding)}` : binding;
}

function escaped(key: string): string {
  return /[[\]?]/.test(key) ? `(\\${key})` : key;
}

/**
 * One listener for all keys. A sequence wins over its last letter alone; among actions that share a key the one
 * that a screen offers runs.
 */
export function keyboard(bindings: (id: ActionId) => readonly string[]): (event: Event) => void {
  const map = new Map<string, ActionId[]>();
  for (const id of actionIds) {
    for (const binding of bindings(id)) {
      map.set(pattern(binding), [...(map.get(pattern(binding)) ?? []), id]);
    }
  }
  const longestFirst = [...map].sort(([a], [b]) => Number(b.includes(' ')) - Number(a.includes(' ')));
  const handlers = Object.fromEntries(
    longestFirst.map(([binding, ids]) => [
      binding,
      (event: KeyboardEvent) => {
        if (ids.some((id) => run(id))) event.preventDefault();
        if (binding.includes(' ')) handle = start();
      },
    ]),
  );
  // After a sequence we start over: the library would go on waiting for the other sequences with the same first key.
  const start = () => createKeybindingsHandler(handlers, { ignore: isTyping, timeout: 1000 });
  let handle = start();
  return (event) => handle(event);
}

/**
 * True when a key belongs to the element it was pressed in: text being typed or composed, a button's Enter, the
 * arrows of a group. Ctrl and function keys are never text, so they pass.
 */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return true;
  const at = event.target;
  if (!(at instanceof Element)) return false;
  const combined = event.ctrlKey || event.metaKey;
  if (at.closest('input, textarea, select, [contenteditable="true"]')) {
    if (at.matches('input[type="checkbox"], input[type="radio"]')) return event.key === ' ' || isArrow(event);
    if (/^F\d+$/.test(event.key)) return false;
    return !(combined && /^(k|Enter|,)$/.test(event.key));
  }
  if (event.key === 'Enter' || event.key === ' ') {
    return !combined && at.closest('button, a, summary, [role="tab"], [role="menuitem"]') !== null;
  }
  return isArrow(event) && at.closest('[role="tablist"], [role="radiogroup"], [role="menu"]') !== null;
}

function isArrow(event: KeyboardEvent): boolean {
  return event.key.startsWith('Arrow');
}

/** The bindings in force: the person's own before the table's. */
export function bindingsOf(id: ActionId, own: Record<string, readonly string[]>): readonly string[] {
  return own[id] ?? action(id).keys;
}

/** Who has this key already, in a scope that meets one of the action's own scopes. */
export function owner(
  binding: string,
  id: ActionId,
  own: Record<string, readonly string[]>,
): ActionId | null {
  const mine = action(id).when;
  const meets = (other: ActionId) => {
    const theirs = action(other).when;
    return (
      [mine, theirs].some((when) => when.includes('everywhere')) ||
      mine.some((scope) => theirs.includes(scope))
    );
  };
  return (
    actionIds.find((other) => other !== id && meets(other) && bindingsOf(other, own).includes(binding)) ??
    null
  );
}
