import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StagedFile, WorkspaceFile } from '../../ipc';
import { files } from '../../state/files.svelte';
import OpenData from './OpenData.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const FILE: StagedFile = { token: 'a', name: 'workspace-2026-11-21.ndjson', bytes: 9 };
const SEEN: WorkspaceFile = {
  name: FILE.name,
  made_at: '2026-11-21T12:00:00Z',
  program: '0.1.0',
  signals: 5300,
  opportunities: 12,
  decisions: 40,
  blocked: null,
};
let blocked: string | null = null;

beforeEach(() => {
  blocked = null;
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'look_at_workspace') return { ...SEEN, blocked };
    if (name === 'bring_in_workspace') return { name: 'Calder' };
    if (name === 'workspace') return { name: 'Calder' };
    return { name: FILE.name, path: '/x', rows: 9, bytes: 900 };
  });
  vi.spyOn(files, 'choose').mockImplementation((then) => then?.(FILE));
});
afterEach(cleanup);

const asked = () => call.mock.calls.map(([name]) => name);

test('everything is saved with one press', async () => {
  render(OpenData);
  await fireEvent.click(screen.getByRole('button', { name: 'Save everything as open JSON' }));
  await waitFor(() => expect(asked()).toContain('save_workspace'));
});

test('a file is looked at before it is brought in', async () => {
  render(OpenData);
  await fireEvent.click(screen.getByRole('button', { name: 'Bring in' }));
  expect(await screen.findByText(/5,300 signals, 12 opportunities and 40 decisions/)).toBeTruthy();
  expect(asked()).not.toContain('bring_in_workspace');
  await fireEvent.click(screen.getByRole('button', { name: /Bring it in/ }));
  await waitFor(() => expect(asked()).toContain('bring_in_workspace'));
});

test('a workspace that isn’t empty says what to do instead', async () => {
  blocked = 'This workspace isn’t empty.';
  render(OpenData);
  await fireEvent.click(screen.getByRole('button', { name: 'Bring in' }));
  const status = await screen.findByText('This workspace isn’t empty.', { selector: '.blocked' });
  expect(status).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: /Bring it in/ }));
  expect(asked()).not.toContain('bring_in_workspace');
});
