/** Flags that stop exports: raised, fixed by what is found, unlinked, lifted, and what became of each. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { WorkspaceInfo } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import { toasts } from '../../../state/toast.svelte';
import Pulse from '../Pulse.svelte';
import { andon, answer, NOW } from '../sample';
import StoppedBy from './StoppedBy.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const SHOP = { type: 'product', name: 'Shop' };
const keys = keyboard((id) => bindingsOf(id, {}));
let answers: Record<string, unknown>;

beforeEach(() => {
  answers = {};
  session.info = { which: 'own', signals: 3418, settings: { currency: 'EUR' } } as WorkspaceInfo;
  session.now = NOW;
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string) => answers[name] ?? answer(name));
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  toasts.close();
  session.info = null;
});

const calls = (name: string) =>
  ipc.call.mock.calls.filter(([called]) => called === name).map(([, args]) => args);
const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });

async function overview() {
  place.reset({ screen: 'pulse', tab: 'overview' });
  render(Pulse, { tab: 'overview' });
  await screen.findByText(/Exports of product Shop are stopped: Orders are charged twice/);
}

test('the overview says what is stopped, and a reason lifts it', async () => {
  await overview();
  await fireEvent.click(screen.getByRole('button', { name: 'Lift it' }));
  const dialog = await screen.findByRole('dialog');
  await fireEvent.input(within(dialog).getByRole('textbox', { name: 'Why' }), {
    target: { value: 'Repaired' },
  });
  await fireEvent.click(within(dialog).getByRole('button', { name: 'Lift it' }));
  await waitFor(() => expect(calls('lift_andon')).toEqual([{ place: SHOP, reason: 'Repaired' }]));
});

test('Shift+Q raises one', async () => {
  await overview();
  await press('Q', { shiftKey: true });
  const dialog = await screen.findByRole('dialog');
  await fireEvent.change(within(dialog).getByRole('combobox', { name: 'Of' }), {
    target: { value: 'service checkout' },
  });
  await fireEvent.input(within(dialog).getByRole('textbox', { name: 'Why' }), {
    target: { value: 'Down' },
  });
  await fireEvent.click(within(dialog).getByRole('button', { name: 'Stop exports' }));
  await waitFor(() =>
    expect(calls('raise_andon')).toEqual([{ place: { type: 'service', name: 'checkout' }, reason: 'Down' }]),
  );
});

test('F4 finds the fix by words or number, and Enter links it', async () => {
  await overview();
  await press('F4');
  const field = await screen.findByRole('combobox', { name: 'The fix of product Shop' });
  await fireEvent.input(field, { target: { value: '8841' } });
  await waitFor(() => expect(calls('andon_fixes').at(-1)).toEqual({ place: SHOP, text: '8841' }));
  expect(
    (await screen.findByRole('option', { name: /#8841.*Charge once.*item in Desk/ })).textContent,
  ).toBeTruthy();
  await fireEvent.keyDown(field, { key: 'ArrowDown' });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(calls('fix_andon')).toEqual([{ place: SHOP, fix: { type: 'item', id: 3 } }]));
});

test('the list of flags says who linked what and when; Delete unlinks, and the fix can be read', async () => {
  const fixed = {
    ...andon.flags[0]!,
    stops: false,
    fix: 'DEP-9: checkout 7.41',
    fixed_with: { type: 'signal', id: 53 },
    fixed_at: NOW,
  };
  answers.andon = {
    ...andon,
    flags: [...andon.flags, { ...fixed, place: { type: 'service', name: 'checkout' } }],
  };
  await overview();
  await press('f', { altKey: true });
  const list = await screen.findByRole('grid', { name: '2 flags' });
  expect(await within(list).findByText(/Changed the action/)).toBeTruthy();
  expect(await barriers()).toEqual([]);
  await press('j');
  expect(within(list).getByRole('row', { selected: true }).textContent).toMatch(
    /service checkout.*fixed.*DEP-9/s,
  );
  await waitFor(() =>
    expect(calls('andon_history').at(-1)).toEqual({ place: { type: 'service', name: 'checkout' } }),
  );
  await press('Delete');
  await waitFor(() =>
    expect(calls('fix_andon')).toEqual([{ place: { type: 'service', name: 'checkout' }, fix: null }]),
  );
  await fireEvent.click(screen.getByRole('button', { name: 'DEP-9: checkout 7.41' }));
  expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', signal: 53 });
});

test('an export says which flag stops it and links the fix there', async () => {
  const onlinked = vi.fn();
  render(StoppedBy, { opportunity: 34, onlinked });
  const flags = await screen.findByRole('list', { name: 'Flags that stop it' });
  expect(flags.textContent).toMatch(/product Shop.*stopped.*Orders are charged twice/s);
  expect(calls('andon_of')).toEqual([{ opportunity: 34 }]);
  await press('F4');
  const field = await screen.findByRole('combobox', { name: 'The fix of product Shop' });
  await screen.findByRole('option', { name: /DEP-9/ });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(onlinked).toHaveBeenCalledTimes(1));
  expect(calls('fix_andon')).toEqual([{ place: SHOP, fix: { type: 'signal', id: 53 } }]);
});
