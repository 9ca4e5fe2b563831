import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import Inline from './Inline.svelte';

afterEach(cleanup);

function open(over: { lines?: boolean; onsave?: (value: string) => Promise<boolean> } = {}) {
  const onsave = vi.fn(over.onsave ?? (async () => true));
  render(Inline, { value: 'Before', label: 'Title', placeholder: '', lines: over.lines, onsave });
  return { onsave, field: screen.getByLabelText<HTMLTextAreaElement>('Title') };
}

async function write(field: HTMLTextAreaElement, value: string) {
  field.focus();
  await fireEvent.input(field, { target: { value } });
}

test.each([
  ['leaving', false, 'After', async (field: HTMLElement) => field.blur(), 'After'],
  [
    'Enter',
    false,
    'After',
    async (field: HTMLElement) => fireEvent.keyDown(field, { key: 'Enter' }),
    'After',
  ],
  [
    'Ctrl+Enter in lines',
    true,
    'One\nTwo',
    async (field: HTMLElement) => fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true }),
    'One\nTwo',
  ],
  ['leaving with spaces', false, '  A \n b ', async (field: HTMLElement) => field.blur(), 'A b'],
])('%s saves once', async (_, lines, typed, act, saved) => {
  const { field, onsave } = open({ lines });
  await write(field, typed);
  await act(field);
  await vi.waitFor(() => expect(onsave.mock.calls).toEqual([[saved]]));
});

test.each([
  ['nothing changed', 'Before', async (field: HTMLElement) => field.blur()],
  ['only spaces were added', ' Before ', async (field: HTMLElement) => field.blur()],
  ['Esc was pressed', 'After', async (field: HTMLElement) => fireEvent.keyDown(field, { key: 'Escape' })],
])('nothing is saved when %s', async (_, typed, act) => {
  const { field, onsave } = open();
  await write(field, typed);
  await act(field);
  expect(field.value).toBe('Before');
  expect(onsave).not.toHaveBeenCalled();
});

test('Enter in a field with lines is a new line', async () => {
  const { field, onsave } = open({ lines: true });
  await write(field, 'One');
  const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
  field.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
  expect(onsave).not.toHaveBeenCalled();
});

test('what couldn’t be saved stays in the field and says so', async () => {
  const { field } = open({ onsave: async () => false });
  await write(field, 'After');
  field.blur();
  expect(await screen.findByText(/wasn’t saved/)).toBeTruthy();
  expect(field.value).toBe('After');
});
