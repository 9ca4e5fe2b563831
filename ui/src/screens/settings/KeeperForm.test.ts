import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SecretsState } from '../../ipc';
import KeeperForm from './KeeperForm.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const NO_KEYCHAIN = { kind: 'system', what: 'There is no keychain.', kept: '', todo: '' } as const;
const NOWHERE: SecretsState = { keeper: 'session', chosen: false, keychain: NO_KEYCHAIN, vault: 'none' };

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue({});
});
afterEach(cleanup);

const asked = () => call.mock.calls.filter(([name]) => name === 'keep_secrets').map(([, args]) => args);

test('without a keychain a vault can be made, with a passphrase typed twice', async () => {
  render(KeeperForm, { secrets: NOWHERE });
  expect((await screen.findByLabelText<HTMLInputElement>(/keychain/)).disabled).toBe(true);
  expect(screen.queryByRole('button')).toBeNull();
  await fireEvent.click(await screen.findByLabelText(/vault/));
  const [first, again] = [
    await screen.findByLabelText('Passphrase'),
    await screen.findByLabelText('The same again'),
  ];
  const make = await screen.findByRole('button', { name: 'Make the vault' });
  await fireEvent.input(first, { target: { value: 'short' } });
  await fireEvent.click(make);
  expect(await screen.findByText(/At least 8 characters/)).toBeTruthy();
  await fireEvent.input(first, { target: { value: 'six quiet otters' } });
  await fireEvent.click(make);
  expect(await screen.findByText('The two passphrases differ.')).toBeTruthy();
  expect(asked()).toEqual([]);
  await fireEvent.input(again, { target: { value: 'six quiet otters' } });
  await fireEvent.click(make);
  await waitFor(() => expect(asked()).toEqual([{ keeper: 'vault', passphrase: 'six quiet otters' }]));
});

test('what is chosen already offers nothing to press', async () => {
  render(KeeperForm, { secrets: { keeper: 'keychain', chosen: false, keychain: null, vault: 'none' } });
  expect((await screen.findByLabelText<HTMLInputElement>(/keychain/)).checked).toBe(true);
  expect(screen.queryByRole('button')).toBeNull();
  await fireEvent.click(await screen.findByLabelText(/Only until/));
  await fireEvent.click(await screen.findByRole('button', { name: 'Keep them there' }));
  await waitFor(() => expect(asked()).toEqual([{ keeper: 'session', passphrase: null }]));
});
