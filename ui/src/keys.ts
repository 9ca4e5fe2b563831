import { createKeybindingsHandler } from 'tinykeys';
import { actionIds, type ActionId } from './actions';
import { run } from './state/commands.svelte';

export { bindingsOf } from './keymap';

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
  Plus: '+',
};

/** The caps of a binding: `Shift+J` → Shift, J; `g i` → G, I. */
export function caps(binding: string): string[] {
  return binding
    .split(' ')
    .flatMap((press) => press.split('+'))
    .map((key) => words[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** A binding as a sentence says it: "Shift+J", "G then I". */
export function inWords(binding: string): string {
  return binding
    .split(' ')
    .map((press) => caps(press).join('+'))
    .join(' then ');
}

/**
 * How tinykeys should read a binding: of a symbol it doesn't matter how a layout reaches it, by Shift or by AltGr.
 */
function pattern(binding: string): string {
  return binding.split(' ').map(pressPattern).join(' ');
}

function pressPattern(press: string): string {
  const cut = press.lastIndexOf('+') + 1;
  const [held, key] = [press.slice(0, cut), press.slice(cut)];
  if (!isSymbol(key)) return press;
  const symbol = key === 'Plus' ? '+' : key;
  return `[Shift]+[Alt]+[Control]+${held}(${symbol.replace(/[\^$\\.*+?()[\]{}|/]/, '\\$&')})`;
}

function isSymbol(key: string): boolean {
  return key === 'Plus' || /^[^\p{L}]$/u.test(key);
}

/** Ctrl with a symbol is a key of its own; only with Alt it is how AltGr writes the symbol. */
function isOther(event: KeyboardEvent, binding: string): boolean {
  return event.ctrlKey && !event.altKey && /^[^+]+$/.test(binding) && isSymbol(binding);
}

/**
 * One listener for all keys. A sequence wins over its last letter alone; among actions that share a key the one
 * that a screen offers runs.
 */
export function keyboard(bindings: (id: ActionId) => readonly string[]): (event: Event) => void {
  const map = new Map<string, ActionId[]>();
  for (const id of actionIds) {
    for (const binding of bindings(id)) map.set(binding, [...(map.get(binding) ?? []), id]);
  }
  const longestFirst = [...map].sort(([a], [b]) => Number(b.includes(' ')) - Number(a.includes(' ')));
  const handlers = Object.fromEntries(
    longestFirst.map(([binding, ids]) => [
      pattern(binding),
      (event: KeyboardEvent) => {
        if (isOther(event, binding)) return;
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

/** With Ctrl in a text field, these edit the text or move in it. */
const EDITING = /^([acvxyzbiu]|Arrow\w+|Home|End|Backspace|Delete|Insert)$/i;

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
    return !combined || EDITING.test(event.key);
  }
  if (event.key === 'Enter' || event.key === ' ') {
    return !combined && at.closest('button, a, summary, [role="tab"], [role="menuitem"]') !== null;
  }
  return isArrow(event) && at.closest('[role="tablist"], [role="radiogroup"], [role="menu"]') !== null;
}

function isArrow(event: KeyboardEvent): boolean {
  return event.key.startsWith('Arrow');
}
