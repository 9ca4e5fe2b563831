/** For tests: the inbox on a page, before the sample engine. */
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, type Mock } from 'vitest';
import type { SignalQuery } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { toasts } from '../../../state/toast.svelte';
import Inbox from '../Inbox.svelte';
import { answer, listOf, restart, titles } from './engine';

const keys = keyboard((id) => bindingsOf(id, {}));

/** Starts every test of a file with a fresh engine behind the file's mocks of `ipc`, and with our keys. */
export function beginAnew(ipc: { call: Mock; signalList: Mock }): void {
  beforeEach(() => {
    restart();
    ipc.call.mockReset();
    ipc.call.mockImplementation(async (name: string, args: Record<string, unknown>) => answer(name, args));
    ipc.signalList.mockReset();
    ipc.signalList.mockImplementation(async ({ text }: SignalQuery) => listOf(text));
    window.addEventListener('keydown', keys);
  });

  afterEach(() => {
    window.removeEventListener('keydown', keys);
    toasts.close();
  });
}

/** What `name` was called with, each time. */
export const callsOf = (call: Mock) => (name: string) =>
  call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);

export async function open(): Promise<void> {
  render(Inbox, { split: 'inbox', signal: null });
  await screen.findByRole('heading', { name: titles[0] });
}

export const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });

/** The rows of the list. */
export const shown = () => within(screen.getByRole('listbox')).getAllByRole('option');

/** Their titles. */
export const options = () => shown().map((one) => one.querySelector('.title')?.textContent);
