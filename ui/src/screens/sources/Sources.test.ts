import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { ConnectionView } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { offered } from '../../state/commands.svelte';
import Sources from './Sources.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn(), openUrl: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const keys = keyboard((id) => bindingsOf(id, {}));
let connections: ConnectionView[];

function connection(id: number, name: string, vendor: string, base_url: string): ConnectionView {
  return {
    id,
    name,
    account: { vendor, base_url, user: '', project: '', settings: {} },
    vendor_name: vendor,
    initials: 'De',
    reads: true,
    writes: false,
    health: 'healthy',
    paused: false,
    progress: null,
    problem: null,
    last_sync: null,
    schedule: 'off',
    next_read: null,
    brought: '',
    signals: 0,
    set_aside: 0,
    has_secret: false,
  };
}

beforeEach(() => {
  connections = [
    connection(1, 'Desk', 'redmine', 'https://desk.example.com'),
    connection(2, 'november.csv', 'file', ''),
  ];
  ipc.openUrl.mockReset().mockResolvedValue(undefined);
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string) => {
    if (name === 'connections') return connections;
    if (name === 'vendors') return [];
    if (name === 'services') return { unmapped_values: 0 };
    if (name === 'customers') return { unmatched_values: 0 };
    return { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null };
  });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const asked = (name: string) =>
  ipc.call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

async function open() {
  render(Sources, {});
  await within(await screen.findByRole('grid', { name: 'Connections' })).findByText('Desk');
}

test('F2 renames the selected connection', async () => {
  await open();
  await press('F2');
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' });
  expect(field.value).toBe('Desk');
  expect(await barriers()).toEqual([]);
  await fireEvent.input(field, { target: { value: ' Service desk ' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(asked('rename_connection')).toEqual([{ id: 1, name: 'Service desk' }]));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a connection keeps its name when nothing was written', async () => {
  await open();
  await press('F2');
  const field = await screen.findByRole('textbox', { name: 'Name' });
  await fireEvent.input(field, { target: { value: ' ' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.queryByRole('dialog')).not.toBeNull();
  await fireEvent.input(field, { target: { value: 'Desk' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked('rename_connection')).toEqual([]);
});

test('O opens the tool of the selected connection', async () => {
  await open();
  await press('o');
  expect(ipc.openUrl.mock.calls).toEqual([['https://desk.example.com']]);
});

test('a file has no page, and keeps the name by which it is found again', async () => {
  await open();
  await press('j');
  expect(offered('visit')?.off).toBe('It has no page.');
  expect(offered('rename')?.off).toMatch(/^It is called as its file is/);
  await press('F2');
  await press('o');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(ipc.openUrl).not.toHaveBeenCalled();
});
