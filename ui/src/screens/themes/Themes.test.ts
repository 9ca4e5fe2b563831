import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { ThemeList, ThemeQuery, WorkspaceInfo } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place, type ThemesTab } from '../../state/route.svelte';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';
import { done, listOf, theme } from './sample';
import Themes from './Themes.svelte';
import { view } from './view.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const keys = keyboard((id) => bindingsOf(id, {}));
let list: ThemeList;

beforeEach(() => {
  list = listOf([
    theme(1, 'Checkout times out', {
      trend: 'growing',
      change: 1.48,
      opportunity: { id: 31, label: 'OPP-31', title: 'Let large carts check out' },
    }),
    theme(2, 'Rounding is off', { mixed: true }),
    theme(3, 'Signed out', { trend: 'new', change: null, age_weeks: 5 }),
  ]);
  session.info = { which: 'own', signals: 3418, settings: { currency: 'EUR' } } as WorkspaceInfo;
  session.grouping = undefined;
  view.showAll();
  Object.assign(view, { sort: 'at_stake', bySubject: false, selected: null, checked: [] });
  place.reset({ screen: 'themes', tab: 'all' });
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string, args: Record<string, unknown>) => {
    switch (name) {
      case 'themes':
        return {
          ...list,
          themes: list.themes.filter((row) => row.title.toLowerCase().includes(asked(args).text)),
        };
      case 'workspace':
        return session.info;
      case 'theme_proposals':
        return [
          { id: 7, kind: 'merge', theme: ref(1), other: ref(2), why: 'Much alike.' },
          { id: 8, kind: 'split', theme: ref(3), other: null, why: 'Two groups.' },
        ];
      case 'opportunities':
        return { rows: [], hidden: 0, draws: 0, seed: 1, reach_unit: '' };
      case 'group_signals':
      case 'pause_grouping':
        return list.standing;
      case 'save_themes':
        return { name: 'themes.csv', path: '/themes.csv', rows: 3, bytes: 10 };
      default:
        return done(`Did ${name}`);
    }
  });
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  toasts.close();
  session.info = null;
});

const asked = (args: Record<string, unknown>) => args.query as ThemeQuery;
const ref = (id: number) => ({ id, title: list.themes.find((row) => row.id === id)?.title ?? '' });
const calls = (name: string) =>
  ipc.call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);
const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });
const selected = () => document.querySelector('.grid-row.selected .name')?.textContent;

async function open(tab: ThemesTab = 'all') {
  render(Themes, { tab });
  await screen.findByRole('grid');
}

test('a row says state, title, words, change and what it is worth', async () => {
  await open();
  const rows = screen.getAllByRole('row');
  expect(rows[1]?.textContent).toMatch(
    /Growing.*Checkout times out.*total, cent.*\+148\s%.*10.*€1\sk.*OPP-31/s,
  );
  expect(rows[2]?.textContent).toContain('looks mixed');
  expect(rows[3]?.textContent).toContain('5 weeks old');
  expect(within(rows[1]!).getByRole('img', { name: /Signals a week over 12 weeks/ })).toBeTruthy();
});

test('J and K move, Enter opens the theme’s page', async () => {
  await open();
  expect(selected()).toBe('Checkout times out');
  await press('j');
  await press('j');
  expect(selected()).toBe('Signed out');
  await press('k');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'theme', id: 2 });
});

test('1 makes an opportunity of the whole theme, with its title', async () => {
  await open();
  await press('j');
  expect(screen.getAllByRole('button', { name: /Make an opportunity/ }).length).toBeGreaterThan(1);
  await press('1');
  const field = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Opportunity' });
  expect(field.value).toBe('Rounding is off');
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(calls('accept_theme')).toEqual([
      { id: 2, into: { type: 'new', title: 'Rounding is off' }, importance: 1 },
    ]),
  );
  expect(toasts.shown?.action?.title).toBe('Undo');
});

test('1 on a theme with an opportunity takes what came since into it', async () => {
  await open();
  await press('1');
  await waitFor(() =>
    expect(calls('accept_theme')).toEqual([
      { id: 1, into: { type: 'existing', opportunity: 31 }, importance: 1 },
    ]),
  );
});

test('when the selected row leaves, the one that slides up is selected', async () => {
  await open();
  await press('j');
  list = { ...list, themes: list.themes.filter((row) => row.id !== 2) };
  session.revision += 1;
  await waitFor(() => expect(selected()).toBe('Signed out'));
});

test('3 says that it is no theme, S splits it', async () => {
  await open();
  await press('3');
  await waitFor(() => expect(calls('dismiss_theme')).toEqual([{ id: 1, dismissed: true }]));
  await press('s');
  expect(place.now).toEqual({ screen: 'splitTheme', id: 1 });
});

test('H snoozes, and wakes a snoozed one', async () => {
  await open();
  await press('h');
  await screen.findByText(/Snooze "Checkout times out" until/);
  await press('1');
  await waitFor(() => expect(calls('snooze_theme')).toMatchObject([{ id: 1 }]));
  list = listOf([theme(4, 'Sleeps', { snoozed_until: Date.now() + 9e8 })]);
  session.revision += 1;
  await screen.findByText('Sleeps');
  await waitFor(() => expect(selected()).toBe('Sleeps'));
  await screen.findByRole('button', { name: 'Wake up' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await press('h');
  await waitFor(() => expect(calls('snooze_theme')[1]).toEqual({ id: 4, until: null }));
});

test('F2 renames; an empty title gives it back to the program', async () => {
  await open();
  await press('F2');
  const field = await screen.findByRole('textbox', { name: 'Title' });
  expect((field as HTMLInputElement).value).toBe('Checkout times out');
  await fireEvent.input(field, { target: { value: ' ' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(calls('rename_theme')).toEqual([{ id: 1, title: '' }]));
});

test('X picks two for a merge; the larger one stays', async () => {
  await open();
  await press('x');
  await press('j');
  await press('x');
  await press('2');
  expect(place.now).toEqual({ screen: 'mergeThemes', stays: 2, joins: 1 });
});

test('2 asks which other theme it is compared with', async () => {
  await open();
  await press('2');
  const field = await screen.findByRole('combobox', { name: 'Theme' });
  await screen.findAllByRole('option', { name: /Signed out/ });
  await fireEvent.keyDown(field, { key: 'ArrowDown' });
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(place.now).toEqual({ screen: 'mergeThemes', stays: 3, joins: 1 });
});

test('a head orders the table and says so', async () => {
  await open();
  await fireEvent.click(screen.getByRole('button', { name: 'Signals' }));
  await waitFor(() => expect(asked(calls('themes').at(-1)).sort).toBe('signals'));
  expect(screen.getByRole('columnheader', { name: 'Signals' }).getAttribute('aria-sort')).toBe('descending');
});

test('the search narrows; nothing found offers the way back', async () => {
  await open();
  await press('/');
  const field = screen.getByRole('searchbox', { name: 'Search the table' });
  expect(document.activeElement).toBe(field);
  await fireEvent.input(field, { target: { value: 'zzz' } });
  await screen.findByText('Nothing fits these filters');
  await fireEvent.click(screen.getByRole('button', { name: 'Show everything' }));
  await screen.findByText('Rounding is off');
});

test('rows come under subjects when a person asks for them', async () => {
  list.themes = list.themes.map((row) => ({ ...row, subject: row.id === 2 ? 'Money' : 'Access' }));
  await open();
  await press('F', { shiftKey: true });
  const money = await screen.findByRole('rowgroup', { name: 'Money' });
  expect(within(money).getAllByRole('row')).toHaveLength(1);
  expect(asked(calls('themes').at(-1)).by_subject).toBe(true);
});

test('what fits no theme leads to the Inbox', async () => {
  await open();
  await fireEvent.click(screen.getByRole('button', { name: '212 signals fit no theme.' }));
  expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', theme: { id: 0, title: 'No theme' } });
});

test.each([
  ['no signals', 0, {}, 'No signals yet', 'Go to Sources', null],
  ['nothing grouped', 3418, { placed_at: null }, 'Not grouped yet', 'Group 3,418 signals', { anew: false }],
  ['none found', 3418, {}, 'No themes found', /Group again/, { anew: true }],
])('%s: says what comes next', async (_, signals, standing, title, action, asks) => {
  session.info = { ...session.info, signals } as WorkspaceInfo;
  list = listOf([], standing);
  render(Themes, { tab: 'all' });
  await screen.findByText(title);
  await fireEvent.click(screen.getAllByRole('button', { name: action }).at(-1)!);
  if (asks) expect(calls('group_signals')).toEqual([asks]);
  else expect(place.now.screen).toBe('sources');
});

test('grouping shows how far it is and can be paused; its end is taken from the event', async () => {
  list = listOf(list.themes, {
    progress: { what: 'Reading texts', done: 40, total: 100, seconds_left: 25 },
    by_words: 'The model isn’t here.',
  });
  await open();
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40');
  expect(screen.getByText('The model isn’t here.')).toBeTruthy();
  await press('p');
  await waitFor(() => expect(calls('pause_grouping')).toEqual([{ paused: true }]));
  session.grouping = null;
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
});

test('what couldn’t be read is said and asked again', async () => {
  ipc.call.mockRejectedValueOnce({ kind: 'busy', what: 'The file is in use.', kept: '', todo: '' });
  render(Themes, { tab: 'all' });
  await screen.findByText('The file is in use.');
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('Rounding is off');
});

test('suggestions open side by side or as parts, and can be declined', async () => {
  render(Themes, { tab: 'proposals' });
  await screen.findByText('Much alike.');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'mergeThemes', stays: 1, joins: 2, proposal: 7 });
  await press('j');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'splitTheme', id: 3, proposal: 8 });
  await press('3');
  await waitFor(() => expect(calls('decline_proposal')).toEqual([{ id: 8 }]));
});

test('the rows shown are saved as a file', async () => {
  await open('growing');
  await fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await screen.findByText('Save the rows shown as');
  await press('1');
  await waitFor(() =>
    expect(calls('save_themes')).toMatchObject([{ format: 'csv', query: { view: 'growing' } }]),
  );
  await waitFor(() => expect(toasts.shown?.text).toBe('Saved 3 themes as themes.csv'));
});

test('nothing keeps people out', async () => {
  await open();
  expect(await barriers()).toEqual([]);
});
