import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { CheckReport, Vendor } from '../../ipc';
import Connect from './Connect.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const VENDOR: Vendor = {
  id: 'redmine',
  name: 'Redmine',
  initials: 'Rm',
  group: 'work',
  reads: true,
  writes: true,
  user_label: '',
  secret_label: 'API key',
  secret_help: '',
  project_label: '',
  secret_required: true,
  brings: 'issues',
  address: '',
  settings: [],
  proof: 'against a real Redmine',
};
const WORKS: CheckReport = {
  steps: [{ title: 'Signed in', ok: true, found: 'Rosa' }],
  ok: true,
  first_row: null,
  projects: [],
};
const FAILS: CheckReport = {
  steps: [
    { title: 'Address answers', ok: true, found: 'Redmine' },
    { title: 'Signed in', ok: false, found: 'The key was refused. Copy it again.' },
  ],
  ok: false,
  first_row: null,
  projects: [],
};

let report: CheckReport;
const onclose = vi.fn();
beforeEach(() => {
  report = WORKS;
  onclose.mockReset();
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'check_connection') return report;
    if (name === 'usual_schedule') return '1h';
    if (name === 'add_connection')
      return { id: 7, name: 'Redmine', reads: true, paused: false, schedule: '1h' };
    if (name === 'schedule_connection') return { step: 2 };
    if (name === 'pull') return { problem: null, message: 'Read 3 issues.' };
    throw new Error(name);
  });
});
afterEach(cleanup);

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const send = async () =>
  fireEvent.click((await screen.findAllByRole('button', { name: /^Connect and read/ }))[0]!);

async function fill() {
  await fireEvent.input(await screen.findByLabelText('Address'), {
    target: { value: 'http://127.0.0.1:13000' },
  });
  await fireEvent.input(await screen.findByLabelText('API key'), { target: { value: 'k3y' } });
}

test('says what is missing at its field and asks nobody', async () => {
  render(Connect, { vendor: VENDOR, existing: null, onclose });
  await send();
  expect(await screen.findByText('Add the API key.')).toBeTruthy();
  expect(await screen.findByText(/^Add the address/)).toBeTruthy();
  expect(asked('check_connection')).toEqual([]);
  expect(asked('add_connection')).toEqual([]);
});

test('another rhythm than the usual one is set with the connection', async () => {
  render(Connect, { vendor: VENDOR, existing: null, onclose });
  expect((await screen.findByRole('radio', { name: '1 h' })).getAttribute('aria-checked')).toBe('true');
  await fireEvent.click(await screen.findByRole('radio', { name: 'Daily' }));
  await fireEvent.input(await screen.findByLabelText('Time of day'), { target: { value: '07:15' } });
  await fill();
  await send();
  await waitFor(() => expect(asked('schedule_connection')).toEqual([{ id: 7, cadence: 'daily 07:15' }]));
});

test('checks before it stores, then reads', async () => {
  render(Connect, { vendor: VENDOR, existing: null, onclose });
  await fill();
  await send();
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  const form = {
    name: 'Redmine',
    account: { vendor: 'redmine', base_url: 'http://127.0.0.1:13000', user: '', project: '', settings: {} },
  };
  expect(asked('check_connection')).toEqual([{ form, secret: 'k3y', existing: null }]);
  expect(asked('add_connection')).toEqual([{ form, secret: 'k3y' }]);
  expect(asked('pull')).toEqual([{ id: 7 }]);
});

test('a failed check stores nothing, says which step failed and keeps what was typed', async () => {
  report = FAILS;
  render(Connect, { vendor: VENDOR, existing: null, onclose });
  await fill();
  await send();
  expect(await screen.findByText('The key was refused. Copy it again.')).toBeTruthy();
  expect(asked('add_connection')).toEqual([]);
  expect((await screen.findByLabelText<HTMLInputElement>('API key')).value).toBe('k3y');
});

test('a passed check is asked again once something has changed', async () => {
  render(Connect, { vendor: VENDOR, existing: null, onclose });
  await fill();
  await fireEvent.click(await screen.findByRole('button', { name: /^Check$/ }));
  expect(await screen.findByText(/1 of 1 steps work\./)).toBeTruthy();
  await fireEvent.input(await screen.findByLabelText('API key'), { target: { value: 'other' } });
  expect(await screen.findByText(/before your last change/)).toBeTruthy();
  await send();
  await waitFor(() => expect(onclose).toHaveBeenCalled());
  expect(asked('check_connection').map(({ secret }) => secret)).toEqual(['k3y', 'other']);
});

test('lets a person choose where new items go, from what the check has found', async () => {
  const vendor = { ...VENDOR, id: 'trello', name: 'Trello', reads: false, project_label: 'List' };
  const steps = [{ title: 'New items have their place', ok: false, found: 'Choose where new items go.' }];
  report = { steps, ok: false, first_row: null, projects: [['b/l', 'Checkout / Backlog']] };
  render(Connect, { vendor, existing: null, onclose });
  await fill();
  await fireEvent.click((await screen.findAllByRole('button', { name: /^Connect/ }))[0]!);
  await fireEvent.change(await screen.findByLabelText('List'), { target: { value: 'b/l' } });
  report = WORKS;
  await fireEvent.click((await screen.findAllByRole('button', { name: /^Connect/ }))[0]!);
  await waitFor(() => expect(asked('add_connection')).toHaveLength(1));
  expect(asked('add_connection')[0].form.account.project).toBe('b/l');
});

test('nothing keeps people out', async () => {
  render(Connect, { vendor: VENDOR, existing: null, onclose });
  await screen.findAllByRole('button', { name: /^Connect/ });
  expect(await barriers()).toEqual([]);
});
