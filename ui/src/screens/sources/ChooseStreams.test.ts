import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { OfferedStream } from '../../ipc';
import ChooseStreams from './ChooseStreams.svelte';

const OFFERED: OfferedStream[] = [
  { name: 'issues', fields: ['id', 'title', 'created'], keys: ['id'], only_changes: true, fits: true },
  { name: 'users', fields: ['id', 'email'], keys: ['id'], only_changes: false, fits: false },
  { name: 'ideas', fields: ['text', 'date'], keys: [], only_changes: false, fits: true },
];

afterEach(cleanup);

const shown = (over: object = {}) => {
  const read = vi.fn(() => null);
  const props = { streams: '', mapping: '', suggest: true, offer: async () => OFFERED, read, ...over };
  render(ChooseStreams, props);
  return read;
};
const find = async () => fireEvent.click(screen.getByRole('button', { name: 'Find its streams' }));
const box = (name: string) => screen.findByRole<HTMLInputElement>('checkbox', { name });

test('lists what the program has and suggests what looks like signals', async () => {
  shown();
  await find();
  expect((await box('issues')).checked).toBe(true);
  expect((await box('users')).checked).toBe(false);
  expect((await box('ideas')).checked).toBe(true);
  expect(screen.getByText(/^2 of 3 streams are read/)).toBeTruthy();
  expect(screen.getByText('3 fields: id, title, created. Later reads bring only changes')).toBeTruthy();
});

test('what was chosen before stays, and one stream is always read', async () => {
  shown({ streams: 'users', suggest: false });
  await find();
  const users = await box('users');
  expect([users.checked, users.disabled]).toEqual([true, true]);
  await fireEvent.click(await box('issues'));
  expect((await box('users')).disabled).toBe(false);
});

test('reads the first records of the stream that is looked at', async () => {
  const read = shown();
  await find();
  await fireEvent.change(await screen.findByLabelText('Match the fields of'), { target: { value: 'ideas' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Read the first records' }));
  expect(read).toHaveBeenCalledWith('ideas');
});

test('asks nobody while the form lacks something, and says what went wrong', async () => {
  shown({ offer: () => null });
  await find();
  expect(screen.queryByRole('checkbox')).toBeNull();
  cleanup();
  const failed = { kind: 'unreachable', what: 'tap-desk gave up.', kept: '', todo: '' };
  shown({ offer: async () => Promise.reject(failed) });
  await find();
  expect(await screen.findByText(/tap-desk gave up/)).toBeTruthy();
});
