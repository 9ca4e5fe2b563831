import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommentState, CommentView, ItemView } from '../../ipc';
import CommentItem from './CommentItem.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const ITEM = { id: 12, label: '#588', connection: 'Desk', title: 'One charge per order' } as ItemView;

function comment(state: CommentState): CommentView {
  const problem = { kind: 'unreachable' as const, what: 'No answer came.', kept: 'It is kept.', todo: '' };
  return {
    id: 4,
    item: 12,
    item_label: '#588',
    opportunity: { id: 34, label: 'OPP-34', title: 'One charge per order' },
    connection_name: 'Desk',
    text: 'Shipped.',
    state,
    problem: state === 'sent' ? null : problem,
    queued_at: 0,
    changed_at: 0,
    attempts: 1,
  };
}

let written: CommentView[];
let answer: CommentState;
const onclose = vi.fn();
beforeEach(() => {
  written = [];
  answer = 'sent';
  onclose.mockReset();
  call.mockReset();
  call.mockImplementation(async (name: string, args: { text: string }) => {
    if (name === 'comments') return written;
    if (name === 'preview_comment') {
      return {
        item: ITEM,
        body: `\\# ${args.text}\n\nThroughline reference: tl-1`,
        key: `tl-${args.text.length}`,
      };
    }
    return comment(answer);
  });
});
afterEach(cleanup);

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const button = (title: string) => screen.findByText(title).then((text) => text.closest('button')!);

test('sends what was shown, with the key of its preview, after a person says so', async () => {
  render(CommentItem, { item: ITEM, onclose });
  await fireEvent.input(await screen.findByLabelText('Comment'), { target: { value: ' Shipped. ' } });
  expect(await screen.findByText(/Throughline reference: tl-1/)).toBeTruthy();
  expect(asked('send_comment')).toEqual([]);
  await fireEvent.click(await button('Comment on #588'));
  await waitFor(() => expect(onclose).toHaveBeenCalled());
  expect(asked('send_comment')).toEqual([{ item: 12, text: 'Shipped.', key: 'tl-8' }]);
});

test('nothing is sent before its preview is there', async () => {
  render(CommentItem, { item: ITEM, onclose });
  await fireEvent.click(await button('Comment on #588'));
  await fireEvent.input(await screen.findByLabelText('Comment'), { target: { value: 'Shipped.' } });
  await fireEvent.click(await button('Comment on #588'));
  expect(asked('send_comment')).toEqual([]);
});

test('a comment without an answer stays in the dialog with its reason', async () => {
  answer = 'needs_check';
  render(CommentItem, { item: ITEM, onclose });
  await fireEvent.input(await screen.findByLabelText('Comment'), { target: { value: 'Shipped.' } });
  await screen.findByText(/Throughline reference: tl-1/);
  await fireEvent.click(await button('Comment on #588'));
  expect(await screen.findByText('No answer came.')).toBeTruthy();
  expect(onclose).not.toHaveBeenCalled();
});

test.each([
  ['needs_check', 'Look there, send if missing', 'settle_comment'],
  ['failed', 'Look there, send if missing', 'settle_comment'],
  ['unclear', 'It’s there', 'comment_is_there'],
  ['unclear', 'Send again', 'send_comment_again'],
  ['unclear', 'Give it up', 'cancel_comment'],
] as const)('what is %s can be settled with “%s”', async (state, title, command) => {
  written = [comment(state), { ...comment('sent'), id: 3, item: 99, text: 'Of another item' }];
  render(CommentItem, { item: ITEM, onclose });
  await fireEvent.click(await button(title));
  await waitFor(() => expect(asked(command)).toEqual([{ id: 4 }]));
  expect(screen.queryByText('Of another item')).toBeNull();
});

test('what was sent has nothing left to do', async () => {
  written = [comment('sent')];
  render(CommentItem, { item: ITEM, onclose });
  expect(await screen.findByText('Sent')).toBeTruthy();
  expect(screen.queryByText('Give it up')).toBeNull();
});
