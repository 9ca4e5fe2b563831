import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { NamedCount, SignalDetail, SignalQuery, SignalRow, ThemeRef } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';
import { done, listOf, signal, theme } from '../themes/sample';
import Inbox from './Inbox.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn(), signalList: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const keys = keyboard((id) => bindingsOf(id, {}));
const CARTS = { id: 3, title: 'Slow carts' };
const LOGIN = { id: 5, title: 'Login loops' };
let rows: SignalRow[];

beforeEach(() => {
  session.taste.byTheme = true;
  place.reset({ screen: 'inbox', split: 'inbox' });
  rows = [
    signal(1, 'Cart never finishes', { theme: CARTS }),
    signal(2, 'Cart spins', { theme: CARTS }),
    signal(3, 'Login loops on Safari', { theme: LOGIN }),
    signal(4, 'Logo is blurry'),
  ];
  ipc.call.mockReset();
  ipc.signalList.mockReset();
  ipc.signalList.mockImplementation(async (query: SignalQuery) => ({
    ids: Uint32Array.from(found(query).map(({ id }) => id)),
    mark: '',
    rows: found(query),
    kinds: [],
    themes: query.by_theme ? counted(found(query)) : [],
  }));
  ipc.call.mockImplementation(async (name: string, args: Record<string, unknown>) => answer(name, args));
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  session.taste.byTheme = false;
  toasts.close();
});

const found = ({ themes }: SignalQuery) =>
  rows.filter((row) => themes.length === 0 || themes.includes(row.theme?.id ?? 0));

/** As the engine orders them: most signals first, those without a theme last. */
function counted(of: SignalRow[]): NamedCount[] {
  const count = (ref: ThemeRef | null) => of.filter((row) => row.theme?.id === ref?.id).length;
  const all = [CARTS, LOGIN, null].map((ref) => ({
    id: ref?.id ?? 0,
    name: ref?.title ?? 'No theme',
    count: count(ref),
  }));
  return all.filter((one) => one.count > 0);
}

function answer(name: string, args: Record<string, unknown>): unknown {
  switch (name) {
    case 'workspace':
      return null;
    case 'signal_rows':
      return rows.filter((row) => (args.ids as number[]).includes(row.id));
    case 'signal':
      return detail(rows.find((row) => row.id === args.id)!);
    case 'facets': {
      const none = { severities: [], states: [], services: [], products: [], customers: [], connections: [] };
      return { total: rows.length, kinds: [], ...none, themes: counted(rows) };
    }
    case 'themes':
      return listOf([theme(3, 'Slow carts', { trend: 'growing' }), theme(5, 'Login loops')]);
    case 'opportunities':
      return { rows: [], hidden: 0, draws: 0, seed: 1, reach_unit: '' };
    case 'theme_place':
      return {
        theme: CARTS,
        by_person: true,
        belonging: null,
        nearest: [],
        shared: [],
        why: 'Maya put it here.',
      };
    case 'decline':
      rows = rows.filter((row) => !(args.ids as number[]).includes(row.id));
      return done('Declined');
    case 'mark_seen':
      return null;
    case 'highlights':
      return [];
    default:
      return done(`Did ${name}`);
  }
}

function detail(row: SignalRow): SignalDetail {
  return {
    row,
    external_id: 'T-1',
    url: null,
    body: 'Text.',
    connection: 'Desk',
    vendor: 'Desk',
    updated_at: 0,
    resolved_at: null,
    reporter: null,
    customer: null,
    facts: [],
    timeline: [],
    suggestion: null,
    similar: [],
    evidence_for: [],
    merged: [],
    merged_into: null,
  };
}

const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });
const active = () => document.querySelector('.row.active .title')?.textContent;
const calls = (name: string) =>
  ipc.call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);
/** Heads and rows as they stand below each other. */
const lines = () =>
  [...document.querySelectorAll('.line > *')].map((line) =>
    line.getAttribute('role') === 'option'
      ? line.querySelector('.title')?.textContent
      : `# ${line.querySelector('strong, button')?.textContent} ${line.querySelector('.count')?.textContent}`,
  );

async function open(only: ThemeRef | null = null) {
  render(Inbox, { split: 'inbox', signal: null, theme: only });
  await waitFor(() => expect(active()).toBeTruthy());
}

test('signals of one theme stand together under its head; those without one come last', async () => {
  await open();
  await waitFor(() =>
    expect(lines()).toEqual([
      '# Slow carts 2',
      'Cart never finishes',
      'Cart spins',
      '# Login loops 1',
      'Login loops on Safari',
      '# No theme 1',
      'Logo is blurry',
    ]),
  );
  expect(await screen.findByText('Growing')).toBeTruthy();
});

test('heads aren’t stops: J goes from signal to signal, and each says its theme', async () => {
  await open();
  await press('j');
  await press('j');
  expect(active()).toBe('Login loops on Safari');
  const options = within(screen.getByRole('listbox')).getAllByRole('option');
  expect(options).toHaveLength(4);
  expect(options[2]?.textContent).toContain('Theme Login loops');
  expect(options[2]?.getAttribute('aria-posinset')).toBe('3');
});

test('when the last of a group is decided, its head goes with it', async () => {
  await open();
  await press('j');
  await press('j');
  await press('3');
  await screen.findByText(/Why decline/);
  await press('1');
  await waitFor(() => expect(lines()).not.toContain('# Login loops 1'));
  expect(active()).toBe('Logo is blurry');
});

test('Shift+Enter accepts the whole theme of the active signal', async () => {
  await open();
  await press('Enter', { shiftKey: true });
  const field = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Opportunity' });
  expect(field.value).toBe('Slow carts');
  expect(screen.getByText(/all signals of "Slow carts"/)).toBeTruthy();
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(calls('accept_theme')).toEqual([
      { id: 3, into: { type: 'new', title: 'Slow carts' }, importance: 1 },
    ]),
  );
});

test('a head accepts its own theme, wherever the selection is', async () => {
  await open();
  await fireEvent.click(
    await screen.findByRole('button', { name: 'Accept all of Login loops', hidden: true }),
  );
  const field = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Opportunity' });
  expect(field.value).toBe('Login loops');
});

test('a signal without a theme has none to accept', async () => {
  await open();
  await press('End');
  expect(active()).toBe('Logo is blurry');
  await press('Enter', { shiftKey: true });
  expect(screen.queryByRole('combobox', { name: 'Opportunity' })).toBeNull();
});

test('a link narrows the list to one theme, and × shows all again', async () => {
  await open({ id: 0, title: 'No theme' });
  await waitFor(() => expect(lines()).toEqual(['# No theme 1', 'Logo is blurry']));
  await fireEvent.click(screen.getByRole('button', { name: 'Clear the filter Theme No theme' }));
  await waitFor(() => expect(lines()).toHaveLength(7));
});

test('Y says under the facts why the signal is in its theme', async () => {
  await open();
  await screen.findByText('Text.');
  await press('y');
  await screen.findByText(/Maya put it here\..*A person placed it\./s);
  await fireEvent.click(
    within(screen.getByRole('complementary', { name: 'Facts' })).getByRole('button', { name: 'Slow carts' }),
  );
  expect(place.now).toEqual({ screen: 'theme', id: 3 });
});

test('Shift+F turns to the flat list and asks the engine for it', async () => {
  await open();
  await press('F', { shiftKey: true });
  await waitFor(() => expect(lines()).toHaveLength(4));
  expect((ipc.signalList.mock.lastCall?.[0] as SignalQuery).by_theme).toBe(false);
});

test('nothing keeps people out', async () => {
  await open();
  expect(await barriers()).toEqual([]);
});
