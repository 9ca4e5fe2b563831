import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { SignalQuery, ThemeDetail, ThemePlace } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { toasts } from '../../state/toast.svelte';
import { done, listOf, signal, theme } from './sample';
import ThemePage from './ThemePage.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn(), signalList: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const keys = keyboard((id) => bindingsOf(id, {}));
const DETAIL: ThemeDetail = {
  row: theme(5, 'Signed out', { words: ['session', 'SSO'] }),
  representatives: [signal(2, 'Out after ten minutes')],
  services: [{ name: 'identity', signals: 22, weeks: [1, 2], trend: 'growing' }],
  customers: [],
  segments: [{ name: 'Enterprise', signals: 18, weeks: [2, 1], trend: 'fading' }],
  turn: { at: Date.UTC(2026, 9, 5), before: 0.4, after: 7.5, release: 'identity 4.18.0' },
  season: 'November is unusually high.',
  parts: [{ title: 'Login loops on Safari', words: ['Safari'], signals: 12 }],
  near: [{ id: 12, title: 'Rounding is off', similarity: 0.72 }],
  placed_by_people: 2,
};
const WHY: ThemePlace = {
  theme: { id: 5, title: 'Signed out' },
  by_person: false,
  belonging: 0.83,
  nearest: [{ row: signal(3, 'Two approvers, one signed out'), similarity: 0.91 }],
  shared: ['session'],
  why: 'It says much the same as nine others here.',
};

beforeEach(() => {
  place.reset({ screen: 'themes', tab: 'all' });
  place.go({ screen: 'theme', id: 5 });
  ipc.call.mockReset();
  ipc.signalList.mockReset();
  ipc.signalList.mockResolvedValue({
    ids: Uint32Array.of(1, 2, 3),
    mark: '',
    rows: [1, 2, 3].map((id) => signal(id)),
    kinds: [],
    themes: [],
  });
  ipc.call.mockImplementation(async (name: string, args: { ids?: number[] }) => {
    if (name === 'workspace') return null;
    if (name === 'theme') return DETAIL;
    if (name === 'theme_place') return WHY;
    if (name === 'themes') return listOf([theme(5, 'Signed out'), theme(12, 'Rounding is off')]);
    if (name === 'signal_rows') return (args.ids ?? []).map((id) => signal(id));
    return done(`Did ${name}`);
  });
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  toasts.close();
});

const calls = (name: string) =>
  ipc.call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);
const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });

async function open() {
  render(ThemePage, { id: 5 });
  await screen.findByText('Signal 1');
}

test('says what is known: turn, season, shares, parts and neighbours', async () => {
  await open();
  expect(screen.getByRole('heading', { name: 'Signed out' })).toBeTruthy();
  expect(screen.getByText(/about 7.5 signals a week came, 0.4 before.*a hint, not a cause/)).toBeTruthy();
  expect(screen.getByText('November is unusually high.')).toBeTruthy();
  expect(screen.getByText('identity')).toBeTruthy();
  expect(screen.getByText('No customer is known.')).toBeTruthy();
  expect(screen.getByText('Login loops on Safari')).toBeTruthy();
  expect(screen.getByText('2 signals were placed here by people')).toBeTruthy();
});

test('its list has the signals of every state', async () => {
  await open();
  const query = ipc.signalList.mock.calls[0]?.[0] as SignalQuery;
  expect(query.themes).toEqual([5]);
  expect([...query.states].sort()).toEqual(['accepted', 'declined', 'inbox', 'merged', 'snoozed']);
});

test('T turns the chart into a table with the same numbers', async () => {
  await open();
  expect(
    screen.getByRole('img', { name: /42 signals in the last 4 weeks, 26 in the 4 before/ }),
  ).toBeTruthy();
  await press('t');
  const rows = within(screen.getByRole('table')).getAllByRole('row');
  expect(rows).toHaveLength(13);
  expect(rows.at(-1)?.textContent).toMatch(/12$/);
});

test('Enter opens the selected signal in the Inbox', async () => {
  await open();
  await press('j');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', signal: 2 });
});

test.each([
  ['Delete', {}, 'keep_out', { ids: [1], theme: 5 }],
  ['H', { shiftKey: true }, 'place_signals', { ids: [1], theme: 5 }],
])('%s decides on the selected signal', async (key, options, command, asked) => {
  await open();
  await press(key, options);
  await waitFor(() => expect(calls(command)).toEqual([asked]));
});

test('a signal is moved to another theme, or to none', async () => {
  await open();
  await press('M', { shiftKey: true });
  await screen.findByText('Move 1 signal to');
  const choices = await screen.findAllByRole('option', { name: /Rounding is off|No theme/ });
  await fireEvent.click(choices[1]!);
  await waitFor(() => expect(calls('place_signals')).toEqual([{ ids: [1], theme: null }]));
});

test('two selected are kept together or apart; one alone can’t be', async () => {
  await open();
  await press('T', { shiftKey: true });
  expect(calls('keep_together')).toEqual([]);
  await press('x');
  await press('J', { shiftKey: true });
  await press('T', { shiftKey: true });
  await press('U', { shiftKey: true });
  await waitFor(() => expect(calls('keep_together')).toEqual([{ ids: [1, 2] }]));
  expect(calls('keep_apart')).toEqual([{ ids: [1, 2] }]);
});

test('Y says why the selected signal is here, and follows the selection', async () => {
  await open();
  await press('y');
  await screen.findByText(/It says much the same as nine others here/);
  await press('j');
  await waitFor(() => expect(calls('theme_place').map(({ signal }) => signal)).toEqual([1, 2]));
  await fireEvent.click(await screen.findByRole('button', { name: /Two approvers, one signed out/ }));
  await waitFor(() => expect(document.querySelector('.row.active .title')?.textContent).toBe('Signal 3'));
});

test('near themes are opened or compared', async () => {
  await open();
  await fireEvent.click(screen.getByRole('button', { name: 'Compare' }));
  expect(place.now).toEqual({ screen: 'mergeThemes', stays: 5, joins: 12 });
});

test('Escape clears the selection first, then goes back', async () => {
  await open();
  await press('x');
  expect(screen.getByRole('heading', { name: '1 selected' })).toBeTruthy();
  await press('Escape');
  expect(place.now.screen).toBe('theme');
  await press('Escape');
  expect(place.now).toEqual({ screen: 'themes', tab: 'all' });
});

test('nothing keeps people out', async () => {
  await open();
  expect(await barriers()).toEqual([]);
});
