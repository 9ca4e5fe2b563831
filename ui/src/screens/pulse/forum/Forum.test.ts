/** What the forum wrote down is put right: decisions, actions, minutes; each with its versions. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { WorkspaceInfo } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import { toasts } from '../../../state/toast.svelte';
import Pulse from '../Pulse.svelte';
import { answer, forum, item, minutes, NOW } from '../sample';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

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
const write = async (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });

async function open() {
  place.reset({ screen: 'pulse', tab: 'forum' });
  render(Pulse, { tab: 'forum' });
  await screen.findByRole('grid');
}

/** The lines are three items, an action and a meeting. */
async function toAction() {
  await open();
  for (let i = 0; i < 3; i++) await press('j');
}

test('an action is changed, done and deleted by key', async () => {
  await toAction();
  await press('Enter');
  const form = await screen.findByRole('dialog', { name: 'Change the action' });
  await write(within(form).getByRole('textbox', { name: 'Owner' }), 'Development');
  await fireEvent.input(within(form).getByLabelText('Due'), { target: { value: '' } });
  await fireEvent.click(within(form).getByRole('button', { name: /Save/ }));
  await waitFor(() =>
    expect(calls('edit_forum_action')).toEqual([
      {
        uid: 'a1',
        action: { about: '', text: 'Name one on-call for identity', owner: 'Development', due: null },
      },
    ]),
  );
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await press('1');
  await waitFor(() => expect(calls('finish_forum_action')).toEqual([{ uid: 'a1', done: true }]));
  await press('Delete');
  await waitFor(() => expect(calls('remove_forum_action')).toEqual([{ uid: 'a1' }]));
});

test('an action that is done opens again, and its versions are shown', async () => {
  const done = { ...forum.actions[0]!, done_at: NOW, late: false };
  answers.forum = { ...forum, actions: [done] };
  await toAction();
  await press('1');
  await waitFor(() => expect(calls('finish_forum_action')).toEqual([{ uid: 'a1', done: false }]));
  await press('h', { altKey: true });
  const versions = await screen.findByRole('list', { name: 'Versions' });
  expect(versions.textContent).toMatch(/Ana.*Changed the action.*Name an on-call, Dana.*Name one on-call/s);
  expect(calls('forum_versions')).toEqual([{ of: { type: 'action', uid: 'a1' } }]);
});

test('a decision of this meeting is written down anew, without being taken again', async () => {
  const decision = {
    kind: 'came_back' as const,
    title: 'Token refresh fails',
    know: '',
    because: 'Came back',
    brings: 'Product',
    minutes: 7,
    way: 'Make it an opportunity',
    text: 'Support spends 46 h on it.',
    at: NOW,
  };
  answers.forum = { ...forum, items: [item('problem bb', 'Token refresh fails', { decision })] };
  await open();
  await press('Enter');
  const panel = await screen.findByRole('region', { name: 'Decide about Token refresh fails' });
  const field = within(panel).getByRole('textbox', { name: 'Written down as' });
  expect(field).toHaveProperty('value', 'Support spends 46 h on it.');
  expect(within(panel).queryByRole('radio')).toBeNull();
  await write(field, 'Support spends 64 h on it.');
  await press('Enter', { ctrlKey: true });
  await waitFor(() =>
    expect(calls('edit_forum_decision')).toEqual([{ key: 'problem bb', text: 'Support spends 64 h on it.' }]),
  );
  expect(calls('decide_forum')).toEqual([]);
});

test('an item changes; what stays isn’t sent', async () => {
  await open();
  await press('j');
  await press('F2');
  const form = await screen.findByRole('dialog', { name: 'Change “Price lookup times out”' });
  await fireEvent.input(within(form).getByLabelText('Minutes'), { target: { value: '15' } });
  await fireEvent.click(within(form).getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(calls('edit_forum_item')).toEqual([
      { key: 'incident desk/INC-1', edit: { minutes: 15, asks: null, brings: null } },
    ]),
  );
});

test('the minutes of a meeting that ended are put right line by line, and get an action', async () => {
  await open();
  await press('End');
  await press('Enter');
  const sheet = await screen.findByRole('dialog', { name: /^Minutes of/ });
  const lines = await within(sheet).findByRole('grid', { name: 'Lines of the minutes' });
  expect(lines.textContent).toMatch(
    /Disk full.*Roll back.*At noon\..*Free the disk.*Operations.*Nothing yet\./s,
  );
  expect(await barriers()).toEqual([]);
  lines.focus();
  await press('Enter');
  await write(await within(sheet).findByRole('textbox', { name: 'About “Disk full”' }), 'At one.');
  await fireEvent.click(within(sheet).getByRole('button', { name: /Save/ }));
  await waitFor(() =>
    expect(calls('edit_forum_minutes')).toEqual([
      { meeting: 'm1', line: { type: 'decision', at: 0, text: 'At one.' } },
    ]),
  );
  await waitFor(() => expect(within(sheet).queryByRole('textbox')).toBeNull());
  lines.focus();
  await press('j');
  await press('F2');
  await write(await within(sheet).findByRole('textbox', { name: 'Owner' }), 'Development');
  await fireEvent.click(within(sheet).getByRole('button', { name: /Save/ }));
  const { due } = minutes.minutes.actions[0]!;
  await waitFor(() =>
    expect(calls('edit_forum_minutes')[1]).toEqual({
      meeting: 'm1',
      line: { type: 'action', at: 0, text: 'Free the disk', owner: 'Development', due },
    }),
  );
  await waitFor(() => expect(within(sheet).queryByRole('textbox')).toBeNull());
  lines.focus();
  await press('Y', { shiftKey: true });
  await write(await within(sheet).findByRole('textbox', { name: 'What' }), 'Tell the customers');
  await fireEvent.click(within(sheet).getByRole('button', { name: /Agree/ }));
  await waitFor(() =>
    expect(calls('add_minutes_action')).toEqual([
      { meeting: 'm1', action: { about: '', text: 'Tell the customers', owner: '', due: null } },
    ]),
  );
  await waitFor(() => expect(within(sheet).queryByRole('textbox')).toBeNull());
  lines.focus();
  await press('h', { altKey: true });
  expect(await within(sheet).findByRole('list', { name: 'Versions' })).toBeTruthy();
  expect(calls('forum_versions')).toEqual([{ of: { type: 'meeting', uid: 'm1' } }]);
});
