/** The keys in force: the table's, overlaid by what the person changed. Pure, so that every rule can be tested. */
import { action, actionIds, type ActionId } from './actions';

/** Keys changed by the person: action id → bindings, the shown one first. Kept as the window's taste. */
export type Keymap = Readonly<Record<string, readonly string[]>>;

/** What came of asking for a key. */
export type Answer =
  | { kind: 'set'; keymap: Keymap }
  /** Others have it. `swap` gives the one owner the key that becomes free; null where that can't be. */
  | { kind: 'taken'; by: ActionId[]; swap: Keymap | null }
  | { kind: 'refused'; why: string };

/** Closing must work in every dialog and field, so its key stays. */
export const FIXED: ReadonlySet<ActionId> = new Set<ActionId>(['back']);

/** What belongs to the system, to fields or to moving between controls. */
const RESERVED: [RegExp, string][] = [
  [/^(Shift\+)?Tab$/, 'Tab moves between controls.'],
  [/^Escape$/, 'Esc always closes.'],
  [/^(Enter|Space)$/, 'Enter and Space press the button that has the focus.'],
  [/^\$mod\+[cvx]$/, 'It copies, cuts or pastes.'],
  [/^Alt\+F\d+$/, 'The system has this one.'],
];

const inForce = new WeakMap<Keymap, Map<ActionId, readonly string[]>>();

/** The bindings of an action, none when the person gave its key to another. */
export function bindingsOf(id: ActionId, own: Keymap): readonly string[] {
  if (Object.keys(own).length === 0) return action(id).keys;
  let all = inForce.get(own);
  if (!all) inForce.set(own, (all = overlay(own)));
  return all.get(id) ?? [];
}

/**
 * The person's keys first, then the table's wherever nobody has them already. So no two actions that meet share a
 * key whatever the stored map says, also after an update brought actions whose keys the person had given away.
 */
function overlay(own: Keymap): Map<ActionId, readonly string[]> {
  const all = new Map<ActionId, readonly string[]>();
  /** By how they begin, since only keys that begin alike can clash. */
  const taken = new Map<string, { by: ActionId; key: string }[]>();
  const alike = (key: string) => taken.get(firstPress(key)) ?? [];
  const rank = (id: ActionId) => (FIXED.has(id) ? 0 : isChanged(id, own) ? 1 : 2);
  for (const id of actionIds.toSorted((a, b) => rank(a) - rank(b))) {
    const free = (key: string) => !alike(key).some((other) => meet(id, other.by) && clash(key, other.key));
    const keys = ((isChanged(id, own) ? own[id] : action(id).keys) ?? []).filter(free);
    for (const key of keys) taken.set(firstPress(key), [...alike(key), { by: id, key }]);
    all.set(id, keys);
  }
  return all;
}

function firstPress(key: string): string {
  return key.toLowerCase().replace(/ .*/, '');
}

/** Whether a screen can offer both. */
function meet(a: ActionId, b: ActionId): boolean {
  const [mine, theirs] = [action(a).when, action(b).when];
  return [mine, theirs].some((when) => when.includes('everywhere')) || mine.some((at) => theirs.includes(at));
}

/** The same key, or one that begins the other's sequence. */
function clash(a: string, b: string): boolean {
  const [one, two] = [a.toLowerCase().split(' '), b.toLowerCase().split(' ')];
  return one.every((press, i) => two[i] === undefined || two[i] === press);
}

export function isChanged(id: ActionId, own: Keymap): boolean {
  return !FIXED.has(id) && Object.hasOwn(own, id);
}

/** Who has this key already, on a screen that offers the action too. */
export function owners(binding: string, id: ActionId, own: Keymap): ActionId[] {
  return actionIds.filter(
    (other) =>
      other !== id && meet(id, other) && bindingsOf(other, own).some((theirs) => clash(binding, theirs)),
  );
}

/** Gives an action the key that is shown for it; further ones, such as the arrows, stay. */
export function rebind(id: ActionId, binding: string, own: Keymap): Answer {
  const why = FIXED.has(id) ? 'This key stays.' : reserved(binding);
  if (why) return { kind: 'refused', why };
  const by = owners(binding, id, own);
  if (by.length > 0)
    return { kind: 'taken', by, swap: by.length === 1 ? swapped(id, binding, by[0], own) : null };
  return { kind: 'set', keymap: keep({ ...own, [id]: withFirst(id, binding, own) }) };
}

/** Both get the other's key; null where a third action has the one that becomes free. */
function swapped(id: ActionId, binding: string, other: ActionId | undefined, own: Keymap): Keymap | null {
  const freed = bindingsOf(id, own)[0];
  if (!other || !freed || FIXED.has(other) || reserved(freed)) return null;
  const theirs = bindingsOf(other, own).map((key) => (clash(key, binding) ? freed : key));
  const next = { ...own, [id]: withFirst(id, binding, own), [other]: [...new Set(theirs)] };
  const held = [id, other].every((each) => bindingsOf(each, next).length === next[each]?.length);
  const others = actionIds.filter((each) => each !== id && each !== other);
  const kept = others.every((each) => same(bindingsOf(each, own), bindingsOf(each, next)));
  return held && kept ? keep(next) : null;
}

function reserved(binding: string): string | null {
  return RESERVED.find(([pattern]) => pattern.test(binding))?.[1] ?? null;
}

function withFirst(id: ActionId, binding: string, own: Keymap): readonly string[] {
  return [binding, ...bindingsOf(id, own).slice(1)].filter((key, i, all) => all.indexOf(key) === i);
}

/** Back to the table's keys. `taken` where the person gave one of them to another action meanwhile. */
export function reset(id: ActionId, own: Keymap): Answer {
  const rest = Object.fromEntries(Object.entries(own).filter(([key]) => key !== id));
  const by = actionIds.filter(
    (other) => isChanged(other, rest) && action(id).keys.some((key) => owners(key, id, rest).includes(other)),
  );
  return by.length > 0 ? { kind: 'taken', by, swap: null } : { kind: 'set', keymap: keep(rest) };
}

/** Leaves out what is as the table has it. */
function keep(own: Keymap): Keymap {
  return Object.fromEntries(
    Object.entries(own).filter(([id, keys]) => !isAction(id) || !same(keys, action(id).keys)),
  );
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

function isAction(id: string): id is ActionId {
  return (actionIds as string[]).includes(id);
}

/** What was stored, without what isn't a list of keys for an action. */
export function readKeymap(stored: unknown): Keymap {
  if (typeof stored !== 'object' || stored === null) return {};
  const isKeys = (keys: unknown) =>
    Array.isArray(keys) && keys.every((key) => typeof key === 'string' && /^\S+( \S+)?$/.test(key));
  return Object.fromEntries(Object.entries(stored).filter(([id, keys]) => isAction(id) && isKeys(keys)));
}

/** How many actions have other keys than the table's. */
export function changes(own: Keymap): number {
  return actionIds.filter((id) => !same(bindingsOf(id, own), action(id).keys)).length;
}

/** The key a press is, as the table writes it; null for a modifier alone or a dead key. */
export function pressed(event: KeyboardEvent, mac: boolean): string | null {
  if (/^(Shift|Control|Alt|AltGraph|Meta|CapsLock|Dead|Process|Unidentified|OS|Fn)$/.test(event.key))
    return null;
  const altGr = event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey);
  const letter = /^\p{L}$/u.test(event.key);
  const symbol = event.key.length === 1 && event.key !== ' ' && !letter;
  const held: string[] = [];
  if ((mac ? event.metaKey : event.ctrlKey) && !altGr) held.push('$mod');
  if (event.altKey && !altGr && !(mac && symbol)) held.push('Alt');
  // Which symbol a press is says whether Shift was held; of a letter it doesn't.
  if (event.shiftKey && !symbol) held.push('Shift');
  const name =
    event.key === ' ' ? 'Space' : event.key === '+' ? 'Plus' : letter ? event.key.toLowerCase() : event.key;
  return [...held, held.includes('Shift') && letter ? name.toUpperCase() : name].join('+');
}
