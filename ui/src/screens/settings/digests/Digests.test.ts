import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { DigestPage, DigestSent, DigestView } from '../../../ipc';
import { offered, run } from '../../../state/commands.svelte';
import { toasts } from '../../../state/toast.svelte';
import Digests from './Digests.svelte';
import { formNeeds, newForm, newMail, outcome, sends } from './words';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

const SENT: DigestSent = {
  id: 1,
  destination: 'a',
  name: 'Product room',
  what: 'week',
  title: 'The week in Calder: 18 Nov to 25 Nov 2026',
  state: 'sent',
  answer: 'ok',
  problem: null,
  retry_at: null,
  attempts: 1,
  written_at: 0,
  changed_at: 0,
};
const LOST: DigestSent = { ...SENT, id: 2, state: 'unknown', answer: '' };
const ROOM: DigestView = {
  uid: 'a',
  form: { name: 'Product room', kind: 'slack', weekly: true, when: 'mon 09:00', andon: true, mail: null },
  server: 'hooks.slack.com',
  ready: true,
  next: null,
  last: LOST,
};
let page: DigestPage;
let answer: DigestSent;

beforeEach(() => {
  page = { destinations: [ROOM], sent: [LOST, SENT] };
  answer = SENT;
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'digests') return page;
    if (name === 'preview_digest')
      return {
        message: {
          title: 'The week',
          lead: '',
          sections: [{ title: 'Delivered: 1', lines: ['<b>OPP-1</b>'] }],
        },
        body: '{"text":"sent"}',
      };
    if (/test|send/.test(name)) return answer;
    return { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null };
  });
});
afterEach(() => {
  cleanup();
  toasts.close();
});

const given = (name: string) => call.mock.calls.filter(([asked]) => asked === name).map(([, args]) => args);
const pick = async (label: string, value: string) => {
  await fireEvent.change(screen.getByLabelText(label), { target: { value } });
};
const type = async (label: string | RegExp, value: string) => {
  await fireEvent.input(screen.getByLabelText(label), { target: { value } });
};

test('nothing is sent anywhere until somebody sets it up', async () => {
  page = { destinations: [], sent: [] };
  const { container } = render(Digests);
  expect(await screen.findByText('Nothing is sent anywhere')).toBeTruthy();
  expect(offered('sendTest')?.off).toBe('There is no destination yet.');
  expect(await barriers(container)).toEqual([]);
});

test('a destination says where it goes, when, and how the last message fared', async () => {
  const { container } = render(Digests);
  const row = await screen.findByRole('row', { name: /Product room/ });
  expect(within(row).getByText('Slack, hooks.slack.com')).toBeTruthy();
  expect(within(row).getByText('Every Monday at 09:00, and when exports stop')).toBeTruthy();
  expect(within(row).getByText('Not known')).toBeTruthy();
  expect(await barriers(container)).toEqual([]);
});

test('a webhook is set up, and its address goes only beside the form', async () => {
  page = { destinations: [], sent: [] };
  render(Digests);
  await screen.findByText('Nothing is sent anywhere');
  run('new');
  const save = await screen.findByRole('button', { name: /^Save/ });
  expect(save.getAttribute('aria-disabled')).toBe('true');
  const secret = 'https://hooks.slack.com/services/T0/B0/hush';
  expect(screen.getByLabelText('Address of the webhook').getAttribute('type')).toBe('password');
  await type('Address of the webhook', secret);
  await pick('Day', 'fri');
  await type('Time', '16:30');
  await fireEvent.click(save);
  await waitFor(() => expect(given('add_digest')).toHaveLength(1));
  expect(given('add_digest')[0]).toEqual({
    form: { name: '', kind: 'slack', weekly: true, when: 'fri 16:30', andon: false, mail: null },
    secret,
  });
});

test('mail asks for its server instead, and the port follows the security', async () => {
  page = { destinations: [], sent: [] };
  render(Digests);
  await screen.findByText('Nothing is sent anywhere');
  run('new');
  await screen.findByRole('button', { name: /^Save/ });
  await pick('To', 'mail');
  await type('Mail server', 'smtp.example.com');
  await pick('Security', 'tls');
  await type('From', 'digest@example.com');
  const fields = screen.getAllByLabelText('To');
  await fireEvent.input(fields[fields.length - 1]!, { target: { value: 'a@example.com, b@example.com' } });
  await fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
  await waitFor(() => expect(given('add_digest')).toHaveLength(1));
  expect(given('add_digest')[0].form.mail).toEqual({
    host: 'smtp.example.com',
    port: 465,
    security: 'tls',
    user: '',
    from: 'digest@example.com',
    to: ['a@example.com', 'b@example.com'],
  });
});

test('a change keeps the address unless another is given', async () => {
  render(Digests);
  await screen.findByRole('row', { name: /Product room/ });
  run('open');
  await fireEvent.click(await screen.findByRole('button', { name: /^Save/ }));
  await waitFor(() => expect(given('edit_digest')).toEqual([{ uid: 'a', form: ROOM.form, secret: null }]));
});

test('a test says whether it arrived', async () => {
  render(Digests);
  await screen.findByRole('row', { name: /Product room/ });
  run('sendTest');
  await waitFor(() => expect(toasts.shown?.text).toBe('The test to Product room was sent'));
  const problem = { kind: 'refused' as const, what: 'Slack refused it.', kept: 'Kept.', todo: 'Look.' };
  answer = { ...SENT, state: 'failed', problem };
  run('sendTest');
  await waitFor(() => expect(toasts.shown?.text).toBe('Slack refused it. Kept. Look.'));
});

test('what it says is shown as text, and as it is sent', async () => {
  render(Digests);
  await screen.findByRole('row', { name: /Product room/ });
  run('preview');
  expect(await screen.findByText('<b>OPP-1</b>')).toBeTruthy();
  await fireEvent.click(screen.getByRole('radio', { name: 'As it is sent' }));
  expect(screen.getByText('{"text":"sent"}')).toBeTruthy();
});

test('only a person sends again what may have arrived', async () => {
  render(Digests);
  const again = await screen.findAllByRole('button', { name: /^Send again/ });
  expect(again).toHaveLength(1);
  expect(screen.getByText(/it may have arrived/)).toBeTruthy();
  await fireEvent.click(again[0]!);
  await waitFor(() => expect(given('send_digest_again')).toEqual([{ id: 2 }]));
});

test('it is stopped, sent now and taken away by keys', async () => {
  render(Digests);
  await screen.findByRole('row', { name: /Product room/ });
  run('pause');
  await waitFor(() => expect(given('edit_digest')[0].form.weekly).toBe(false));
  run('send');
  await waitFor(() => expect(given('send_digest')).toEqual([{ uid: 'a' }]));
  run('remove');
  await waitFor(() => expect(given('remove_digest')).toEqual([{ uid: 'a' }]));
});

test.each([
  [true, false, 'Every Monday at 09:00'],
  [false, true, 'When exports stop'],
  [false, false, 'Only by hand'],
])('weekly %s and andon %s is “%s”', (weekly, andon, said) =>
  expect(sends({ ...ROOM.form, weekly, andon })).toBe(said),
);

test('a try that comes says when', () => {
  const problem = { kind: 'busy' as const, what: 'Too busy.', kept: '', todo: 'Wait.' };
  const sent: DigestSent = {
    ...SENT,
    state: 'failed',
    problem,
    retry_at: new Date(2026, 10, 25, 9, 15).getTime(),
  };
  expect(outcome(sent, new Date(2026, 10, 25, 9, 0).getTime())).toBe(
    'Too busy. It is tried again today 09:15.',
  );
});

test.each([
  [newForm(), '', false, 'The address of the webhook is missing.'],
  [newForm(), '', true, null],
  [newForm(), 'hooks.slack.com/x', false, 'The address begins with https://.'],
  [{ ...newForm(), kind: 'mail' as const, mail: newMail() }, '', false, 'The mail server is missing.'],
])('a form lacks what it lacks', (form, secret, kept, needs) =>
  expect(formNeeds(form, secret, kept)).toBe(needs),
);
