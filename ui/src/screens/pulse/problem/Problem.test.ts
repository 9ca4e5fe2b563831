import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { WorkspaceInfo } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import { toasts } from '../../../state/toast.svelte';
import CausesTab from '../../opportunity/CausesTab.svelte';
import { answer, detail, NOW } from '../sample';
import { view } from '../view.svelte';
import Problem from './Problem.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const keys = keyboard((id) => bindingsOf(id, {}));
let answers: Record<string, unknown>;
const of = { type: 'problem', key: 'bb' };

beforeEach(() => {
  answers = {};
  session.info = { which: 'own', signals: 3418, settings: { currency: 'EUR' } } as WorkspaceInfo;
  session.now = NOW;
  Object.assign(view, { about: null, days: 90, asTable: false, timelineTo: null });
  place.reset({ screen: 'problem', key: 'bb' });
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

async function open() {
  render(Problem, { key: 'bb' });
  await screen.findByRole('region', { name: 'Root causes' });
}

test('a problem says how often, how long, how likely to come back and what it costs', async () => {
  await open();
  const page = document.body.textContent ?? '';
  for (const words of [
    /8 days\s*apart now, 11 before/,
    /37\s*signals, 14 customers/,
    /1\.7 hours\s*median to restore, n = 9/,
    /5 of 7\s*came back within 14 days/,
  ])
    expect(page).toMatch(words);
  const cost = screen.getByRole('region', { name: 'What it costs a quarter' });
  expect(cost.textContent).toMatch(/€9,200.*€6,100 to €13,800.*Support.*46 h × 42.*€1,930.*Not counted/s);
  expect(await barriers()).toEqual([]);
});

test('episodes are a list: J moves, Enter reads', async () => {
  await open();
  const list = within(screen.getByRole('grid', { name: /Episodes, 2/ }));
  const selected = () => list.getByRole('row', { selected: true }).textContent;
  expect(selected()).toMatch(
    /INC-2285.*High.*1\sh\s52.*identity 4\.18\.0, 14\smin before.*suggested.*9 signals/s,
  );
  await press('j');
  expect(selected()).toMatch(/INC-2249.*No class.*Still open.*none near/s);
  await press('Enter');
  expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', signal: 32 });
});

test('1 makes an opportunity; what was written meanwhile comes on request', async () => {
  await open();
  await press('1');
  const field = await screen.findByRole('combobox', { name: 'Opportunity' });
  await fireEvent.click(screen.getByLabelText(/Take 12 tickets and feedback written meanwhile too/));
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(calls('accept_problem')).toEqual([
      { key: 'bb', into: { type: 'new', title: 'Token refresh fails' }, importance: 2, meanwhile: true },
    ]),
  );
});

test('the workaround is written, and can stop working', async () => {
  await open();
  await press('W', { shiftKey: true });
  const field = await screen.findByRole('textbox', { name: 'Workaround' });
  await fireEvent.input(field, { target: { value: 'Use another browser.' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(calls('set_workaround')).toEqual([{ key: 'bb', text: 'Use another browser.' }]));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await fireEvent.click(screen.getByRole('button', { name: 'Doesn’t work' }));
  await waitFor(() => expect(calls('set_workaround')[1]).toEqual({ key: 'bb', text: '' }));
});

test('F2 renames, Shift+O says that the cause is known', async () => {
  await open();
  await press('O', { shiftKey: true });
  await waitFor(() => expect(calls('set_known_error')).toEqual([{ key: 'bb', known: true }]));
  await press('F2');
  const field = await screen.findByRole('textbox', { name: 'Title' });
  await fireEvent.input(field, { target: { value: 'Signed out' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(calls('rename_problem')).toEqual([{ key: 'bb', name: 'Signed out' }]));
});

test('only one dimension filled is warned of; an empty one asks, and can be looked at', async () => {
  await open();
  expect(screen.getByText('Only one of four dimensions is filled.')).toBeTruthy();
  expect(screen.getByText('Who had to know, and didn’t?')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'Partners and suppliers' }).textContent).toContain(
    'nothing found',
  );
  await fireEvent.click(screen.getByRole('button', { name: /Nothing found.*Organisations and people/ }));
  await waitFor(() =>
    expect(calls('mark_nothing_found')).toEqual([{ of, dimension: 'people', nothing: true }]),
  );
});

test('N adds a cause with its whys and what is done differently', async () => {
  await open();
  await press('n');
  await fireEvent.input(await screen.findByRole('textbox', { name: 'Cause' }), {
    target: { value: 'On-call changed hands' },
  });
  expect(screen.queryByLabelText('And why that?')).toBeNull();
  await fireEvent.input(screen.getByLabelText('Why?'), { target: { value: 'Nobody told them' } });
  await screen.findByLabelText('And why that?');
  await fireEvent.click(screen.getByLabelText(/^Confirmed/));
  await fireEvent.input(screen.getByLabelText('What is done differently from now on'), {
    target: { value: 'Hand over in writing' },
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(calls('add_cause')).toEqual([
      {
        of,
        cause: {
          dimension: 'people',
          text: 'On-call changed hands',
          state: 'confirmed',
          whys: ['Nobody told them'],
          process_change: 'Hand over in writing',
        },
      },
    ]),
  );
});

test('a cause is changed or removed', async () => {
  await open();
  await fireEvent.click(screen.getByRole('button', { name: 'Keys overlap for 60 s only' }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(calls('remove_cause')).toEqual([{ uid: 'c1' }]));
});

test('an opportunity has the same causes', async () => {
  render(CausesTab, { id: 31 });
  await screen.findByRole('region', { name: 'Root causes' });
  expect(calls('causes')).toEqual([{ of: { type: 'opportunity', id: 31 } }]);
  await fireEvent.click(screen.getByRole('button', { name: /Nothing found.*Value streams/ }));
  await waitFor(() =>
    expect(calls('mark_nothing_found')).toEqual([
      { of: { type: 'opportunity', id: 31 }, dimension: 'processes', nothing: true },
    ]),
  );
  expect(await barriers()).toEqual([]);
});

test('without a rate the cost is not set, which isn’t zero', async () => {
  answers.problem = { ...detail, cost: { ...detail.cost, quarter: null, lines: [], not_counted: [] } };
  await open();
  expect(screen.getByRole('region', { name: 'What it costs a quarter' }).textContent).toContain('Not set');
});
