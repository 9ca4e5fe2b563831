import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import { defaultTaste, saveTaste } from '../../ipc/taste';
import { bindingsOf, keyboard } from '../../keys';
import { addLayer } from '../../state/commands.svelte';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';
import Appearance from './Appearance.svelte';

vi.mock('../../ipc/taste', async (original) => ({ ...(await original<object>()), saveTaste: vi.fn() }));

beforeEach(() => {
  session.taste = { ...defaultTaste };
});

afterEach(() => toasts.close());

const row = (title: string) => {
  const found = screen.getByRole('button', { name: `Change the key of ${title}` }).closest('li');
  if (!found) throw new Error(`no row ${title}`);
  return within(found);
};

/** Opens the row and presses a key, as a person does. */
async function change(title: string, key: string, options: KeyboardEventInit = {}) {
  await fireEvent.click(row(title).getByLabelText(`Change the key of ${title}`));
  await press(title, key, options);
}

async function press(title: string, key: string, options: KeyboardEventInit = {}) {
  const box = row(title).getByLabelText(/^Press keys for/);
  expect(document.activeElement).toBe(box);
  await fireEvent.keyDown(box, { key, code: key, ...options });
}

test('a free key is taken at once, is kept, and can be put back', async () => {
  render(Appearance);
  await change('Accept', '7');
  expect(session.taste.keymap).toEqual({ accept: ['7'] });
  expect(saveTaste).toHaveBeenCalledWith('keymap', { accept: ['7'] });
  expect(toasts.shown?.text).toBe('Accept is 7 now.');
  expect(screen.getByText('1 changed')).toBeTruthy();
  await waitFor(() =>
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Change the key of Accept'),
  );
  toasts.shown?.action?.run();
  expect(session.taste.keymap).toEqual({});
});

test('the keyboard follows at once', async () => {
  const ran: string[] = [];
  const leave = addLayer(() => ({ accept: () => ran.push('accept'), snooze: () => ran.push('snooze') }));
  render(Appearance);
  await change('Accept', '7');
  const handler = keyboard((id) => bindingsOf(id, session.taste.keymap));
  for (const key of ['7', '1', 'h']) handler(new KeyboardEvent('keydown', { key, code: key }));
  leave();
  expect(ran).toEqual(['accept', 'snooze']);
});

test('a taken key is refused with its owner’s name, and can be swapped', async () => {
  render(Appearance);
  await change('Decline', 'h');
  expect(session.taste.keymap).toEqual({});
  expect(row('Decline').getByRole('alert').textContent).toContain('H already does “Snooze”.');
  expect(row('Decline').getByRole('alert').textContent).toContain('“Snooze” would get 3.');
  await fireEvent.click(row('Decline').getByText('Swap them'));
  expect(session.taste.keymap).toEqual({ decline: ['h'], snooze: ['3'] });
});

test('Esc keeps the key; Esc and Tab can’t be given away', async () => {
  render(Appearance);
  await change('Decline', 'Enter');
  expect(row('Decline').getByRole('alert').textContent).toContain('Enter can’t be used.');
  await press('Decline', 'Escape');
  expect(row('Decline').queryByRole('alert')).toBeNull();
  expect(screen.queryByLabelText('Change the key of Back or close')).toBeNull();
});

test('a key that begins others waits for the second', async () => {
  render(Appearance);
  await change('Score', 'g');
  expect(row('Score').getByText('G, then…')).toBeTruthy();
  await press('Score', 'r');
  expect(session.taste.keymap).toEqual({ score: ['g r'] });
});

test('one back to its standard key, or all', async () => {
  session.taste.keymap = { accept: ['7'], score: ['y'] };
  render(Appearance);
  await fireEvent.click(screen.getByLabelText('Standard key for Accept'));
  expect(session.taste.keymap).toEqual({ score: ['y'] });
  await fireEvent.click(screen.getByText('Back to standard'));
  expect(session.taste.keymap).toEqual({});
});

test('the list is searched by action or key', async () => {
  render(Appearance);
  const find = screen.getByLabelText('Find an action or its key');
  const shown = () => screen.queryAllByLabelText(/^Change the key of/).length;
  await fireEvent.input(find, { target: { value: 'shift+e' } });
  expect(shown()).toBe(1);
  await fireEvent.input(find, { target: { value: 'nothing at all' } });
  expect(shown()).toBe(0);
  expect(screen.getByText(/No action and no key/)).toBeTruthy();
});

test('more contrast is kept', async () => {
  render(Appearance);
  await fireEvent.click(screen.getByRole('switch'));
  expect(session.taste.contrast).toBe('more');
});

test('nothing keeps people out, also while a key is refused', async () => {
  render(Appearance);
  await fireEvent.input(screen.getByLabelText('Find an action or its key'), { target: { value: 'decline' } });
  await change('Decline', 'h');
  expect(await barriers()).toEqual([]);
});
