import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type {
  BulkQueued,
  BulkRow,
  BulkSent,
  ConnectionView,
  OpportunityId,
  OutboxEntry,
  OutboxState,
  WorkspaceInfo,
} from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';
import Exports from './Exports.svelte';

const [call, openUrl] = vi.hoisted(() => [vi.fn(), vi.fn()]);
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call, openUrl }));

const keys = keyboard((id) => bindingsOf(id, {}));
const ids = [31, 34, 35, 36];
const HERE = 'It is there already, as #70';
const REFUSED = 'It was refused: try it again, or give it up first';

function tracker(id: number, name: string, project: string): ConnectionView {
  return { id, name, writes: true, health: 'healthy', account: { project } } as unknown as ConnectionView;
}

function row(id: OpportunityId, title: string, over: Partial<BulkRow> = {}): BulkRow {
  const opportunity = { id, label: `OPP-${id}`, title };
  return {
    opportunity,
    title,
    characters: 1240,
    redactions: 0,
    gaps: [],
    stopped: false,
    stays: null,
    ...over,
  };
}

function entry(opportunity: OpportunityId, state: OutboxState, over: Partial<OutboxEntry> = {}): OutboxEntry {
  const problem = { kind: 'refused' as const, what: 'The field Team is missing.', kept: '', todo: '' };
  return {
    id: opportunity + 100,
    opportunity: { id: opportunity, label: `OPP-${opportunity}`, title: '' },
    connection: 2,
    connection_name: 'Desk',
    state,
    title: '',
    problem: state === 'failed' ? problem : null,
    item: null,
    queued_at: 0,
    changed_at: 0,
    attempts: 1,
    ...over,
  };
}

const SENT: BulkSent = {
  sent: 2,
  failed: 0,
  needs_check: 0,
  waiting: 0,
  message: 'Sent 2 to Desk',
  problem: null,
};

let connections: ConnectionView[];
let rows: BulkRow[];
/** The project that the last one went to. */
let project: string;
let outbox: OutboxEntry[];
let queued: BulkQueued;
/** What the engine answers when the sending ends. */
let end: (done: BulkSent) => void;
let opened = 0;

beforeEach(() => {
  // What was chosen and sent outlives the screen, but not the workspace.
  session.info = { which: `workspace ${(opened += 1)}` } as unknown as WorkspaceInfo;
  place.reset({ screen: 'exports', ids });
  toasts.close();
  connections = [tracker(2, 'Desk', 'ledger')];
  project = '';
  rows = [
    row(31, 'Large carts finish'),
    row(34, 'One charge per order', { redactions: 2 }),
    row(35, 'Refunds', { gaps: ['No risk was judged', 'Nobody owns it'] }),
    row(36, 'Search', { stays: HERE }),
  ];
  outbox = [];
  queued = { queued: 2, left_out: [] };
  openUrl.mockReset();
  openUrl.mockResolvedValue(undefined);
  call.mockReset();
  call.mockImplementation(async (name: string, args: Record<string, unknown>) => {
    if (name === 'send_waiting') return new Promise<BulkSent>((resolve) => (end = resolve));
    const answers: Record<string, unknown> = {
      connections,
      outbox,
      preview_exports: { connection: args.connection, project, rows },
      export_projects: [{ id: 'p1', name: 'Ledger' }],
      queue_exports: queued,
      pause_sending: null,
      settle_outbox: entry(34, 'sent'),
      cancel_outbox: entry(34, 'cancelled'),
      workspace: session.info,
      andon_of: [{ place: { type: 'product', name: 'Shop' }, reason: 'Charged twice', raised_at: 0 }],
    };
    if (name in answers) return answers[name];
    throw new Error(name);
  });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const press = (key: string, held: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...held });
const send = () => press('Enter', { ctrlKey: true });
const box = (label: string) => screen.findByRole<HTMLInputElement>('checkbox', { name: `Send ${label}` });
const lineOf = async (label: string) => (await box(label)).closest<HTMLElement>('[role=row]')!;
const button = (words: string | RegExp, within_: HTMLElement) =>
  within(within_).getByText(words).closest('button')!;

/** The engine has written this meanwhile. */
function became(...entries: OutboxEntry[]) {
  outbox = entries;
  session.revision += 1;
}

test('what can go and is ready is chosen; what stays is off and says why', async () => {
  render(Exports, { ids });
  expect(await box('OPP-31')).toMatchObject({ checked: true, disabled: false });
  expect(await box('OPP-34')).toMatchObject({ checked: true, disabled: false });
  expect(await box('OPP-35')).toMatchObject({ checked: false, disabled: false });
  expect(await box('OPP-36')).toMatchObject({ checked: false, disabled: true });
  expect(within(await lineOf('OPP-36')).getByText(HERE)).toBeTruthy();
  expect(
    within(await lineOf('OPP-35')).getByText('Missing: No risk was judged, Nobody owns it'),
  ).toBeTruthy();
  expect(within(await lineOf('OPP-34')).getByText('2 taken out')).toBeTruthy();
  expect(screen.getByText('2 of 4 go to Desk.')).toBeTruthy();
  expect(asked('preview_exports')).toEqual([{ ids, connection: 2 }]);
});

test('Ctrl+Enter writes down exactly what is chosen, then sends it', async () => {
  render(Exports, { ids });
  await box('OPP-31');
  await press('x');
  await send();
  await waitFor(() => expect(asked('send_waiting')).toEqual([{ connection: 2, again: false }]));
  expect(asked('queue_exports')).toEqual([{ ids: [34], connection: 2, project: '', anyway: null }]);
  await send();
  expect(asked('queue_exports')).toHaveLength(1);
  end(SENT);
  await waitFor(() => expect(toasts.shown).toMatchObject({ text: 'Sent 2 to Desk', tone: 'done' }));
});

test('x and Space choose a row, Ctrl+A all that can go, and none again', async () => {
  render(Exports, { ids });
  await box('OPP-31');
  await press('j');
  await press(' ');
  expect((await box('OPP-34')).checked).toBe(false);
  await press('x');
  expect((await box('OPP-34')).checked).toBe(true);
  const chosen = () =>
    screen.getAllByRole<HTMLInputElement>('checkbox', { name: /^Send OPP/, checked: true });
  await press('a', { ctrlKey: true });
  expect(chosen()).toHaveLength(3);
  await press('a', { ctrlKey: true });
  expect(screen.queryAllByRole('checkbox', { name: /^Send OPP/, checked: true })).toEqual([]);
  await press('End');
  await press('x');
  expect((await box('OPP-36')).checked).toBe(false);
  await send();
  expect(asked('queue_exports')).toEqual([]);
});

test('what has gaps goes with a reason only', async () => {
  render(Exports, { ids });
  await fireEvent.click(await box('OPP-35'));
  await send();
  expect(screen.getAllByText(/^1 isn’t ready. Say why/)).not.toEqual([]);
  expect(asked('queue_exports')).toEqual([]);
  const reason = screen.getByLabelText('Export them anyway, because');
  await fireEvent.input(reason, { target: { value: ' It burns ' } });
  await send();
  await waitFor(() =>
    expect(asked('queue_exports')).toEqual([
      { ids: [31, 34, 35], connection: 2, project: '', anyway: 'It burns' },
    ]),
  );
});

test('a tracker that names no project asks for one', async () => {
  connections = [tracker(2, 'Desk', ''), tracker(3, 'Board', 'ops')];
  render(Exports, { ids });
  await fireEvent.change(await screen.findByLabelText('Tracker'), { target: { value: 2 } });
  await screen.findByText('Ledger');
  await box('OPP-31');
  await send();
  expect(screen.getAllByText('Choose the project it goes to.')).not.toEqual([]);
  await fireEvent.change(screen.getByLabelText('Project'), { target: { value: 'p1' } });
  await send();
  await waitFor(() => expect(asked('queue_exports')).toMatchObject([{ connection: 2, project: 'p1' }]));
});

test('the project of the last time is chosen', async () => {
  connections = [tracker(2, 'Desk', '')];
  project = 'p1';
  render(Exports, { ids });
  await screen.findByText('Ledger');
  await box('OPP-31');
  expect(screen.getByLabelText<HTMLSelectElement>('Project').value).toBe('p1');
  await send();
  await waitFor(() => expect(asked('queue_exports')).toMatchObject([{ connection: 2, project: 'p1' }]));
});

test('the engine’s reasons for leaving some out stand in their rows', async () => {
  queued = { queued: 0, left_out: [{ id: 31, title: '', reason: 'it was deleted' }] };
  render(Exports, { ids });
  await box('OPP-31');
  await send();
  expect(within(await lineOf('OPP-31')).getByText('Left out: it was deleted')).toBeTruthy();
  expect(asked('send_waiting')).toEqual([]);
});

test('each row says what came of it, and a line above how all stand', async () => {
  const page = render(Exports, { ids });
  await box('OPP-31');
  await send();
  await waitFor(() => expect(asked('send_waiting')).toHaveLength(1));
  const url = 'https://desk.example/88';
  became(
    entry(31, 'cancelled', { id: 1 }),
    entry(31, 'sent', { item: { label: '#88', url } as OutboxEntry['item'] }),
    entry(34, 'failed'),
    entry(35, 'queued'),
    entry(36, 'queued', { connection: 3 }),
  );
  expect(await screen.findByText('Sending. 1 sent, 1 refused, 1 waits.')).toBeTruthy();
  // What would be sent is asked again only when it is over.
  expect(asked('preview_exports')).toHaveLength(1);
  expect(within(await lineOf('OPP-34')).getByText('The field Team is missing.')).toBeTruthy();
  expect(within(await lineOf('OPP-35')).getByText('Waiting')).toBeTruthy();
  expect(within(await lineOf('OPP-36')).getByText(HERE)).toBeTruthy();
  expect(await box('OPP-34')).toMatchObject({ checked: false, disabled: true });
  await fireEvent.click(button('#88', await lineOf('OPP-31')));
  expect(openUrl).toHaveBeenCalledWith(url);
  page.unmount();
  render(Exports, { ids });
  expect(await screen.findByText('Sending. 1 sent, 1 refused, 1 waits.')).toBeTruthy();
  expect(await barriers()).toEqual([]);
});

test('what isn’t settled can’t be chosen where the engine says so', async () => {
  rows = [row(31, 'Large carts finish'), row(34, 'One charge per order', { stays: REFUSED })];
  outbox = [entry(31, 'failed'), entry(34, 'failed')];
  render(Exports, { ids });
  expect(await box('OPP-34')).toMatchObject({ checked: false, disabled: true });
  expect(within(await lineOf('OPP-34')).getByTitle(REFUSED)).toBeTruthy();
  expect(await box('OPP-31')).toMatchObject({ checked: false, disabled: false });
});

test('P pauses and goes on; what was refused is tried again', async () => {
  outbox = [entry(31, 'queued'), entry(34, 'failed')];
  render(Exports, { ids });
  expect(await screen.findByText('1 refused, 1 waits.')).toBeTruthy();
  await press('p');
  await waitFor(() => expect(asked('send_waiting')).toEqual([{ connection: 2, again: false }]));
  await press('p');
  await waitFor(() => expect(asked('pause_sending')).toEqual([{ connection: 2 }]));
  expect(await screen.findByText('Pausing after this one. 1 refused, 1 waits.')).toBeTruthy();
  await press('p');
  expect(asked('pause_sending')).toHaveLength(1);
  const problem = { kind: 'unreachable' as const, what: 'Desk doesn’t answer.', kept: '', todo: '' };
  end({ ...SENT, waiting: 1, problem });
  expect(await screen.findByText('Desk doesn’t answer.')).toBeTruthy();
  await fireEvent.click(screen.getByText('Try again what failed').closest('button')!);
  await waitFor(() => expect(asked('send_waiting')[1]).toEqual({ connection: 2, again: true }));
});

test('one is tried again, looked for or given up, but not while others are sent', async () => {
  outbox = [entry(31, 'needs_check'), entry(34, 'failed')];
  render(Exports, { ids });
  await fireEvent.click(button('Try again', await lineOf('OPP-34')));
  await waitFor(() => expect(asked('settle_outbox')).toEqual([{ id: 134 }]));
  await fireEvent.click(button('Look there, send if missing', await lineOf('OPP-31')));
  await waitFor(() => expect(asked('settle_outbox')).toEqual([{ id: 134 }, { id: 131 }]));
  await press('F8');
  await press('Delete');
  await waitFor(() => expect(asked('cancel_outbox')).toEqual([{ id: 134 }]));
  await press('w', { altKey: true, code: 'KeyW' });
  await waitFor(() => expect(asked('send_waiting')).toHaveLength(1));
  await fireEvent.click(button('Try again', await lineOf('OPP-34')));
  expect(asked('settle_outbox')).toHaveLength(2);
});

test('Enter opens the export of one, and what was left out stays so', async () => {
  const page = render(Exports, { ids });
  await box('OPP-31');
  await press('x');
  await press('j');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'export', id: 34 });
  page.unmount();
  render(Exports, { ids });
  expect((await box('OPP-31')).checked).toBe(false);
});

test('without a tracker it says so, with the way to Sources', async () => {
  connections = [];
  render(Exports, { ids });
  expect(await screen.findByText('No tracker is connected')).toBeTruthy();
  await fireEvent.click(screen.getByText('Add a connection').closest('button')!);
  expect(place.now).toEqual({ screen: 'sources', adding: true });
});

test('what can’t be read is said, and asked again', async () => {
  const problem = { kind: 'system', what: 'The file is locked.', kept: '', todo: '' };
  call.mockImplementationOnce(() => Promise.reject(problem));
  render(Exports, { ids });
  await screen.findByText('The file is locked.');
  await fireEvent.click(screen.getByText('Try again').closest('button')!);
  expect(await box('OPP-31')).toBeTruthy();
});

test('nothing keeps people out', async () => {
  render(Exports, { ids });
  await fireEvent.click(await box('OPP-35'));
  expect(await barriers()).toEqual([]);
});

test('F4 shows the flags that stop the selected one', async () => {
  rows = [row(31, 'Large carts finish', { gaps: ['Exports of product Shop are stopped'], stopped: true })];
  render(Exports, { ids });
  await box('OPP-31');
  await press('F4');
  const dialog = await screen.findByRole('dialog', { name: 'What stops it' });
  expect(await within(dialog).findByText('Link the fix of product Shop')).toBeTruthy();
  expect(dialog.textContent).toMatch(/product Shop.*Charged twice/s);
  expect(asked('andon_of')).toEqual([{ opportunity: 31 }]);
});
