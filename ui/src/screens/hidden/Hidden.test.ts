import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import type { HiddenView } from '../../ipc';
import { place } from '../../state/route.svelte';
import Hidden from './Hidden.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const view: HiddenView = {
  by_people: {
    declined: 12,
    snoozed: 3,
    merged: 0,
    not_a_theme: 1,
    snoozed_themes: 0,
    pairs: [{ one: 4, one_title: 'Cart hangs', other: 9, other_title: 'Login hangs' }],
  },
  by_system: { set_aside: 5, unsorted: 128, waiting: 0 },
};

beforeEach(() => {
  ipc.call.mockReset();
  ipc.call.mockImplementation(async (name: string) =>
    name === 'hidden' ? view : { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null },
  );
  place.reset({ screen: 'hidden' });
});

test('what people hid stands apart from what the program keeps out', async () => {
  render(Hidden);
  const people = within(await screen.findByRole('region', { name: 'Hidden by people' }));
  const system = within(screen.getByRole('region', { name: 'Kept out by Throughline' }));
  expect(people.getByText('Declined signals')).toBeTruthy();
  expect(people.queryByText('Signals that fit no theme')).toBeNull();
  expect(system.getByText('128')).toBeTruthy();
  await fireEvent.click(people.getAllByRole('button', { name: 'See and put back' })[0] as HTMLElement);
  expect(place.now).toEqual({ screen: 'inbox', split: 'declined' });
});

test('a pair can be suggested again', async () => {
  render(Hidden);
  await fireEvent.click(await screen.findByRole('button', { name: 'Suggest again' }));
  await waitFor(() =>
    expect(ipc.call).toHaveBeenCalledWith('suggest_pair', { one: 4, other: 9, suggest: true }),
  );
});
