/** For tests: the Pulse on a page, before an engine that answers with the sample. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, type Mock } from 'vitest';
import type { WorkspaceInfo } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place, type PulseTab } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import { toasts } from '../../../state/toast.svelte';
import Pulse from '../Pulse.svelte';
import { view } from '../view.svelte';
import { answer } from '.';
import { NOW } from './time';

const keys = keyboard((id) => bindingsOf(id, {}));

/** What a test has the engine answer instead of the sample, by the names of commands. */
export const answers: Record<string, unknown> = {};

/** Starts every test of a file with the sample behind the file's mock of `call`, and with our keys. */
export function beginAnew(call: Mock): void {
  beforeEach(() => {
    for (const name of Object.keys(answers)) delete answers[name];
    session.info = { which: 'own', signals: 3418, settings: { currency: 'EUR' } } as WorkspaceInfo;
    session.now = NOW;
    Object.assign(view, { about: null, days: 90, asTable: false, timelineTo: null });
    place.reset({ screen: 'pulse', tab: 'overview' });
    call.mockReset();
    call.mockImplementation(async (name: string) => answers[name] ?? answer(name));
    window.addEventListener('keydown', keys);
  });

  afterEach(() => {
    window.removeEventListener('keydown', keys);
    toasts.close();
    session.info = null;
  });
}

/** What `name` was called with, each time. */
export const callsOf = (call: Mock) => (name: string) =>
  call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);

/** Goes to a part of the Pulse and waits for what it shows. */
export async function open(tab: PulseTab, role = 'grid'): Promise<void> {
  place.reset({ screen: 'pulse', tab });
  render(Pulse, { tab });
  await screen.findAllByRole(role);
}

export const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });

/** The words of the selected row. */
export const selected = () => screen.getByRole('row', { selected: true }).textContent;
