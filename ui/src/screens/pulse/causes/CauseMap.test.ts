import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { CauseMap, CauseMapRow, WorkspaceInfo } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import Pulse from '../Pulse.svelte';
import { answer, NOW } from '../sample';
import { view } from '../view.svelte';
import { behind, depth, finding } from './heat';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const keys = keyboard((id) => bindingsOf(id, {}));

const row = (change: Partial<CauseMapRow>): CauseMapRow => ({
  of: { type: 'opportunity', id: 3 },
  label: 'OPP-3',
  title: 'Keep month-end running',
  service: 'ledger',
  causes: [0, 3, 0, 1],
  nothing_found: ['partners'],
  process_changes: 1,
  warning: null,
  ...change,
});
const map: CauseMap = {
  rows: [
    row({}),
    row({
      of: { type: 'problem', key: 'bb' },
      label: '',
      title: 'Token refresh fails',
      service: null,
      causes: [1, 1, 0, 0],
      nothing_found: [],
    }),
  ],
  services: [
    { service: 'ledger', causes: [0, 3, 0, 1], rows: 1 },
    { service: null, causes: [1, 1, 0, 0], rows: 1 },
  ],
  totals: [1, 4, 0, 1],
  without: 7,
};
let shown: CauseMap;

beforeEach(() => {
  shown = map;
  session.info = { which: 'own', signals: 3418, settings: { currency: 'EUR' } } as WorkspaceInfo;
  session.now = NOW;
  Object.assign(view, { about: null, days: 90, asTable: false, timelineTo: null });
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string) => (name === 'cause_map' ? shown : answer(name)));
  window.addEventListener('keydown', keys);
  place.reset({ screen: 'pulse', tab: 'causes' });
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  session.info = null;
});

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

test('a cell says how many causes, and leads to what is behind it', async () => {
  render(Pulse, { tab: 'causes' });
  const cell = await screen.findByRole('button', { name: 'ledger, Technology: 3 causes' });
  expect(screen.getByRole('table', { name: /Technology: 4 of 6 causes; none in Partners/ })).toBeTruthy();
  expect(await barriers()).toEqual([]);
  await fireEvent.click(cell);
  const list = await screen.findByRole('list', { name: 'Technology, ledger' });
  await fireEvent.click(within(list).getByRole('button', { name: /Keep month-end running/ }));
  expect(place.now).toEqual({ screen: 'opportunity', id: 3, tab: 'causes' });
});

test('arrows go from cell to cell; a problem opens as one', async () => {
  render(Pulse, { tab: 'causes' });
  (await screen.findByRole('button', { name: 'ledger, People: 0 causes' })).focus();
  await press('ArrowDown');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('No service, People: 1 cause');
  await press('ArrowRight');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('No service, Technology: 1 cause');
  await press('k');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('ledger, Technology: 3 causes');
  await press('j');
  await fireEvent.click(document.activeElement!);
  await fireEvent.click(await screen.findByRole('button', { name: /Token refresh fails/ }));
  expect(place.now).toEqual({ screen: 'problem', key: 'bb' });
});

test('T shows the same as a table, down to each', async () => {
  render(Pulse, { tab: 'causes' });
  await screen.findByRole('button', { name: 'ledger, Technology: 3 causes' });
  await press('t');
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(3));
  expect(screen.getAllByRole('row')[1]?.textContent).toMatch(
    /OPP-3 Keep month-end running.*ledger.*–.*3.*nothing found.*1/s,
  );
  expect(await barriers()).toEqual([]);
});

test('without any cause it says what comes next', async () => {
  shown = { rows: [], services: [], totals: [0, 0, 0, 0], without: 7 };
  render(Pulse, { tab: 'causes' });
  await screen.findByText('No cause is written down');
});

test.each([
  [0, 9, 0],
  [1, 9, 1],
  [9, 9, 4],
  [5, 9, 3],
  [1, 1, 4],
])('%d of at most %d is depth %d', (count, most, wanted) => {
  expect(depth(count, most)).toBe(wanted);
});

test('behind a cell are only those of its service with a cause there', () => {
  expect(behind(map, { service: null, dimension: 1 }).map((one) => one.title)).toEqual([
    'Token refresh fails',
  ]);
  expect(behind(map, { service: 'ledger', dimension: 0 })).toEqual([]);
  expect(finding(map)).toBe('Technology: 4 of 6 causes; none in Partners');
});
