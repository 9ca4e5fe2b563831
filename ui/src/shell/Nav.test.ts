import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SignalQuery, WorkspaceInfo } from '../ipc';
import { answer } from '../screens/pulse/sample';
import { place } from '../state/route.svelte';
import { session } from '../state/session.svelte';
import Nav from './Nav.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

beforeEach(() => {
  session.info = {
    which: 'own',
    name: 'Calder',
    signals: 3418,
    inbox: 46,
    bytes: 1,
    settings: { currency: 'EUR' },
  } as WorkspaceInfo;
  place.reset({ screen: 'pulse', tab: 'overview' });
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string) => answer(name));
});

afterEach(() => {
  session.info = null;
});

test('the Pulse says how many incidents are open, and has its views below', async () => {
  render(Nav, { rail: false });
  const item = await screen.findByRole('button', { name: /^Pulse 1 open$/ });
  expect(item.getAttribute('aria-current')).toBe('page');
  const [, args] = ipc.call.mock.calls.find(([name]) => name === 'facets') ?? [];
  const { kinds, statuses, states } = (args as { query: SignalQuery }).query;
  expect([kinds, statuses, states.length]).toEqual([['incident'], ['open'], 5]);
  await screen.findByRole('button', { name: /^Links to review 2$/ });
  await screen.findByRole('button', { name: /^Unused features 1$/ });
});

test('with none open it says nothing', async () => {
  ipc.call.mockImplementation(async (name: string) => (name === 'facets' ? { total: 0 } : answer(name)));
  render(Nav, { rail: false });
  await screen.findByRole('button', { name: /^Links to review/ });
  expect(screen.getByRole('button', { name: 'Pulse' })).toBeTruthy();
});

test('what is new and what waits is said by the workspace; no list is read for a number', async () => {
  session.info = { ...session.info, news: 7, outcome_checks: 3 } as WorkspaceInfo;
  place.reset({ screen: 'opportunities' });
  ipc.call.mockImplementation(async (name: string) => (name === 'views' ? [] : answer(name)));
  render(Nav, { rail: false });
  await screen.findByRole('button', { name: /^News 7$/ });
  await screen.findByRole('button', { name: /^Outcome checks 3$/ });
  const asked = ipc.call.mock.calls.map(([name]) => name as string);
  expect(asked.filter((name) => ['news', 'outcomes'].includes(name))).toEqual([]);
});
