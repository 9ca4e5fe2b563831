import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ItemView, UpdatePreview } from '../../ipc';
import UpdateItem from './UpdateItem.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const ITEM = { id: 12, label: '#588', connection: 'Desk', title: 'One charge per order' } as ItemView;
const CHANGE = { title: 'Charge once', description: null, labels: [], fields: { '7': 2 } };
let preview: UpdatePreview;
const onclose = vi.fn();
beforeEach(() => {
  const title = {
    name: 'title',
    label: 'Title',
    was: 'One charge per order',
    now: 'Charge once',
    there: null,
  };
  preview = { item: ITEM, changes: [title], change: CHANGE };
  onclose.mockReset();
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'preview_update') return preview;
    if (name === 'send_update') return ITEM;
    throw new Error(name);
  });
});
afterEach(cleanup);

const sent = () => call.mock.calls.filter(([name]) => name === 'send_update').map(([, args]) => args);

test('shows the difference and sends exactly that, after a person says so', async () => {
  render(UpdateItem, { item: ITEM, onclose });
  expect(await screen.findByText('Charge once')).toBeTruthy();
  expect(sent()).toEqual([]);
  await fireEvent.click((await screen.findByText('Update #588')).closest('button')!);
  await waitFor(() => expect(sent()).toEqual([{ item: 12, change: CHANGE }]));
  expect(onclose).toHaveBeenCalled();
});

test('says so when nothing would change, and offers nothing to send', async () => {
  preview = { ...preview, changes: [] };
  render(UpdateItem, { item: ITEM, onclose });
  expect(await screen.findByText('#588 has everything that is kept in step.')).toBeTruthy();
  expect(screen.queryByText('Update #588')).toBeNull();
});

test('warns of what somebody changed there', async () => {
  preview = { ...preview, changes: [{ ...preview.changes[0]!, there: 'Charge it once' }] };
  render(UpdateItem, { item: ITEM, onclose });
  expect(await screen.findByText('Somebody changed it there since.')).toBeTruthy();
});
