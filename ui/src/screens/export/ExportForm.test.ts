import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type {
  AndonFlag,
  ConnectionView,
  ExportPreview,
  LookAlike,
  OutboxEntry,
  OutboxState,
  TemplateTry,
} from '../../ipc';
import ExportForm from './ExportForm.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const OPPORTUNITY = { id: 34, label: 'OPP-34', title: 'One charge per order' };
const TRACKER = {
  id: 2,
  name: 'Desk',
  vendor_name: 'Redmine',
  account: { project: 'ledger' },
  writes: true,
  health: 'healthy',
} as unknown as ConnectionView;
const PREVIEW: ExportPreview = {
  opportunity: OPPORTUNITY,
  connection: 2,
  draft: {
    project: '',
    title: 'One charge per order',
    description: 'Write to [e-mail removed].',
    labels: ['checkout'],
    fields: {},
  },
  written: {
    title: 'One charge per order',
    description: 'Write to [e-mail removed].',
    labels: ['checkout'],
  },
  kept: null,
  template_problem: null,
  characters: 26,
  redactions: 1,
  missing: ['Nobody owns it yet.'],
  readiness: {
    checks: [{ requirement: 'risk', holds: true, says: '1 risk judged, the worst low' }],
    ready: true,
  },
  already: [],
};
const ALIKE = {
  item: { external_id: '588', label: '#588', title: 'Stop double charges', status: 'New', category: 'to_do' },
  score: 0.81,
} as LookAlike;

function entry(state: OutboxState): OutboxEntry {
  const problem = {
    kind: 'unreachable' as const,
    what: 'No answer came.',
    kept: 'The draft is kept.',
    todo: '',
  };
  return {
    id: 5,
    opportunity: OPPORTUNITY,
    connection: 2,
    connection_name: 'Desk',
    state,
    title: OPPORTUNITY.title,
    problem: state === 'needs_check' ? problem : null,
    item: null,
    queued_at: 0,
    changed_at: 0,
    attempts: 1,
  };
}

let outbox: OutboxEntry[];
let answer: OutboxState;
let readiness: ExportPreview['readiness'];
let preview: ExportPreview;
let tried: TemplateTry;
let found: LookAlike['item'][];
let stopping: Partial<AndonFlag>[];
const onclose = vi.fn();
beforeEach(() => {
  outbox = [];
  answer = 'sent';
  readiness = PREVIEW.readiness;
  preview = PREVIEW;
  tried = { draft: { ...PREVIEW.draft, description: 'From my template' }, redactions: 0, problem: null };
  found = [{ ...ALIKE.item, external_id: '61', label: '#61' }];
  stopping = [];
  onclose.mockReset();
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    const answers: Record<string, unknown> = {
      connections: [TRACKER],
      outbox,
      preview_export: { ...preview, readiness },
      keep_draft: { step: 3, message: 'Kept', changed: 1, left_out: [], opportunity: null },
      draft_template: { text: 'usual', own: false, usual: 'usual', names: [['label', 'OPP-31']] },
      try_template: tried,
      set_draft_template: { step: 4, message: 'Changed', changed: 1, left_out: [], opportunity: null },
      look_alikes: [ALIKE],
      find_items: found,
      connection_fields: {
        rules: [{ from: 'title', to: 'title', after: 'keep_in_step' }],
        own: [{ name: 'estimate', label: 'Estimate' }],
        others: '',
        follows: true,
      },
      set_connection_fields: { step: 2, message: 'Changed', changed: 1, left_out: [], opportunity: null },
      send_export: entry(answer),
      settle_outbox: entry('sent'),
      andon_of: stopping,
      andon_fixes: [
        {
          fix: { type: 'signal', id: 10 },
          kind: 'change',
          label: 'CHG-77',
          title: 'Charge once',
          detail: '',
          at: 0,
        },
      ],
      fix_andon: { step: 5, message: 'Linked', changed: 1, left_out: [], opportunity: null },
      link_item: { step: 1, message: 'Linked', changed: 1, left_out: [], opportunity: null },
    };
    if (name in answers) return answers[name];
    throw new Error(name);
  });
});
afterEach(cleanup);

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const create = () => screen.findByText(/^Create in ledger/).then((text) => text.closest('button')!);

test('sends exactly what the person left in the fields, once', async () => {
  render(ExportForm, { id: 34, onclose });
  await fireEvent.input(await screen.findByLabelText('Title'), { target: { value: 'Charge once' } });
  await fireEvent.input(await screen.findByLabelText('Labels'), { target: { value: 'checkout, payments' } });
  await fireEvent.click(await create());
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  const draft = { ...PREVIEW.draft, title: 'Charge once', labels: ['checkout', 'payments'] };
  expect(asked('send_export')).toEqual([{ id: 34, connection: 2, draft, anyway: null }]);
});

test('without a title nothing is sent', async () => {
  render(ExportForm, { id: 34, onclose });
  await fireEvent.input(await screen.findByLabelText('Title'), { target: { value: ' ' } });
  await fireEvent.click(await create());
  expect(await screen.findAllByText('The item needs a title.')).not.toEqual([]);
  expect(asked('send_export')).toEqual([]);
});

test('what isn’t ready lists its gaps and goes with a reason only', async () => {
  readiness = {
    checks: [
      { requirement: 'value', holds: true, says: 'Value, 940 RICE points' },
      { requirement: 'risk', holds: false, says: 'No risk was judged' },
    ],
    ready: false,
  };
  render(ExportForm, { id: 34, onclose });
  expect((await screen.findByText('No risk was judged')).closest('li')!.className).toContain('missing');
  await fireEvent.click(await create());
  expect(asked('send_export')).toEqual([]);
  await fireEvent.input(screen.getByLabelText('Export it anyway, because'), {
    target: { value: ' It burns ' },
  });
  await fireEvent.click(await create());
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(asked('send_export')).toMatchObject([{ anyway: 'It burns' }]);
});

test('says what was taken out and what is missing', async () => {
  render(ExportForm, { id: 34, onclose });
  expect(await screen.findByText('1 address or number was removed.')).toBeTruthy();
  expect(await screen.findByText('Nobody owns it yet.')).toBeTruthy();
});

test('an export without an answer stays in the dialog with its reason', async () => {
  answer = 'needs_check';
  render(ExportForm, { id: 34, onclose });
  await fireEvent.click(await create());
  expect(await screen.findByText('No answer came.')).toBeTruthy();
  expect(onclose).not.toHaveBeenCalled();
});

test('what may be there already isn’t sent again before somebody has looked', async () => {
  outbox = [entry('needs_check')];
  render(ExportForm, { id: 34, onclose });
  const button = await create();
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'));
  await fireEvent.click(button);
  expect(asked('send_export')).toEqual([]);
  await fireEvent.click((await screen.findByText('Look there, send if missing')).closest('button')!);
  await waitFor(() => expect(asked('settle_outbox')).toEqual([{ id: 5 }]));
});

test('an item that looks alike can be linked instead', async () => {
  render(ExportForm, { id: 34, onclose });
  await fireEvent.click((await screen.findByText('Link to this')).closest('button')!);
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(asked('link_item')).toEqual([{ id: 34, connection: 2, external_id: '588' }]);
  expect(asked('send_export')).toEqual([]);
});

test('an item is found by what a person types and linked instead', async () => {
  render(ExportForm, { id: 34, onclose });
  const field = await screen.findByLabelText('Or link an item that is there already');
  await fireEvent.input(field, { target: { value: ' #61 ' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  const row = (await screen.findByText('#61')).closest('li')!;
  expect(asked('find_items')).toEqual([{ connection: 2, project: '', text: '#61' }]);
  await fireEvent.click(row.querySelector('button')!);
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(asked('link_item')).toEqual([{ id: 34, connection: 2, external_id: '61' }]);
});

test('says so when nothing is found', async () => {
  found = [];
  render(ExportForm, { id: 34, onclose });
  const field = await screen.findByLabelText('Or link an item that is there already');
  await fireEvent.input(field, { target: { value: 'refunds' } });
  await fireEvent.click((await screen.findByText('Find')).closest('button')!);
  expect(await screen.findByText('Desk has nothing called “refunds”.')).toBeTruthy();
});

test('a field is added to what goes where, and what would be sent is asked for anew', async () => {
  render(ExportForm, { id: 34, onclose });
  await fireEvent.click((await screen.findByText('Add a field')).closest('button')!);
  await fireEvent.change(await screen.findByLabelText('Filled from here'), { target: { value: 'effort' } });
  await fireEvent.click(screen.getByText('Add').closest('button')!);
  const rules = [
    { from: 'title', to: 'title', after: 'keep_in_step' },
    { from: 'effort', to: 'estimate', after: 'keep_in_step' },
  ];
  await waitFor(() => expect(asked('set_connection_fields')).toEqual([{ id: 2, rules }]));
  await waitFor(() => expect(asked('preview_export')).toHaveLength(2));
});

test('what was typed is kept when the field is left, and on the way out', async () => {
  const { unmount } = render(ExportForm, { id: 34, onclose });
  const title = await screen.findByLabelText('Title');
  await fireEvent.input(title, { target: { value: 'Charge once' } });
  await fireEvent.blur(title);
  const text = { ...PREVIEW.written, title: 'Charge once' };
  await waitFor(() => expect(asked('keep_draft')).toEqual([{ id: 34, connection: 2, text }]));
  await fireEvent.input(screen.getByLabelText('Description'), { target: { value: 'Mine' } });
  unmount();
  expect(asked('keep_draft')[1]).toEqual({ id: 34, connection: 2, text: { ...text, description: 'Mine' } });
});

test('a text that was kept says when the opportunity has changed, and is thrown away or kept again', async () => {
  preview = {
    ...PREVIEW,
    draft: { ...PREVIEW.draft, title: 'Charge once' },
    kept: { at: 0, by: 'Maya', changed_since: true },
  };
  render(ExportForm, { id: 34, onclose });
  expect(await screen.findByText('It has changed since you wrote this.')).toBeTruthy();
  await fireEvent.click(screen.getByText('Keep my text').closest('button')!);
  const text = { ...PREVIEW.written, title: 'Charge once' };
  await waitFor(() => expect(asked('keep_draft')).toEqual([{ id: 34, connection: 2, text }]));
  preview = PREVIEW;
  await fireEvent.click(screen.getByText('Back to the template').closest('button')!);
  await waitFor(() => expect(asked('keep_draft')[1]).toEqual({ id: 34, connection: 2, text: null }));
  await waitFor(() =>
    expect((screen.getByLabelText('Title') as HTMLInputElement).value).toBe('One charge per order'),
  );
  expect(screen.queryByText('Back to the template')).toBeNull();
});

test('what is sent isn’t kept as well', async () => {
  const { unmount } = render(ExportForm, { id: 34, onclose });
  await fireEvent.input(await screen.findByLabelText('Title'), { target: { value: 'Charge once' } });
  await fireEvent.click(await create());
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  unmount();
  expect(asked('keep_draft')).toEqual([]);
});

test('the template is tried while it is written, and kept when it has no slip', async () => {
  render(ExportForm, { id: 34, onclose });
  await fireEvent.click((await screen.findByText('Edit the template')).closest('button')!);
  const field = (await screen.findByLabelText(/^Template for/)) as HTMLTextAreaElement;
  expect(field.value).toBe('usual');
  expect(await screen.findByText('From my template')).toBeTruthy();
  tried = { draft: null, redactions: 0, problem: { line: 2, column: 4, what: 'There is no such name' } };
  await fireEvent.input(field, { target: { value: 'a\n{{ titel }}' } });
  expect(await screen.findByText('Line 2, column 4: There is no such name.')).toBeTruthy();
  await fireEvent.click(screen.getByText('Go to the slip').closest('button')!);
  expect(field.selectionStart).toBe(5);
  await fireEvent.click(screen.getByText('Keep the template').closest('button')!);
  expect(asked('set_draft_template')).toEqual([]);
  tried = { draft: PREVIEW.draft, redactions: 0, problem: null };
  await fireEvent.input(field, { target: { value: '{{ title }}' } });
  await waitFor(() => expect(screen.queryByText(/^Line 2/)).toBeNull());
  await fireEvent.click(screen.getByText('Keep the template').closest('button')!);
  await waitFor(() => expect(asked('set_draft_template')).toEqual([{ connection: 2, text: '{{ title }}' }]));
  expect(await barriers()).toEqual([]);
});

test('the gate says which flag stops it, and linking the fix there looks again', async () => {
  const says = 'Exports of product Shop are stopped: Orders are charged twice';
  readiness = { checks: [{ requirement: 'andon', holds: false, says }], ready: false };
  stopping = [{ place: { type: 'product', name: 'Shop' }, reason: 'Orders are charged twice', raised_at: 0 }];
  render(ExportForm, { id: 34, onclose });
  const flags = await screen.findByRole('list', { name: 'Flags that stop it' });
  expect(flags.textContent).toMatch(/product Shop.*Orders are charged twice/s);
  await fireEvent.click(screen.getByText('Link the fix of product Shop').closest('button')!);
  readiness = PREVIEW.readiness;
  await fireEvent.click(await screen.findByRole('option', { name: /CHG-77/ }));
  await waitFor(() => expect(screen.queryByText(says)).toBeNull());
  const place = { type: 'product', name: 'Shop' };
  expect(asked('fix_andon')).toEqual([{ place, fix: { type: 'signal', id: 10 } }]);
  expect(asked('preview_export')).toHaveLength(2);
});

test('nothing keeps people out', async () => {
  render(ExportForm, { id: 34, onclose });
  await screen.findByLabelText('Title');
  expect(await barriers()).toEqual([]);
});
