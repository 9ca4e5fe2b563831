import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SavedView, ViewShows } from '../ipc';
import { noFilters, queryOf } from '../screens/inbox/filters';
import { place } from '../state/route.svelte';
import { saving } from '../state/views.svelte';
import SavedViews from './SavedViews.svelte';
import SaveView from './SaveView.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc', async (original) => ({ ...(await original<object>()), call }));

const shows: ViewShows = {
  screen: 'inbox',
  query: queryOf('snoozed', { ...noFilters, minRevenue: 100_000 }),
};
const VIEWS: SavedView[] = [
  { uid: 'a', name: 'Over €100 k a year', shows, count: 9 },
  { uid: 'b', name: 'Elsewhere', shows: { screen: 'themes', query: {} } as unknown as ViewShows, count: 1 },
];

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async (name: string) =>
    name === 'views' ? VIEWS : { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null },
  );
  place.reset({ screen: 'inbox', split: 'inbox' });
});
afterEach(cleanup);

test('the views of a screen stand in the nav with what they find now', async () => {
  render(SavedViews, { screen: 'inbox' });
  const item = (await screen.findByText('Over €100 k a year')).closest('button')!;
  expect(item.textContent).toContain('9');
  expect(screen.queryByText('Elsewhere')).toBeNull();
  await fireEvent.click(item);
  expect(place.now).toMatchObject({ screen: 'inbox', split: 'snoozed', view: { uid: 'a' } });
  await waitFor(() => expect(item.getAttribute('aria-current')).toBe('page'));
});

test('a view is renamed, moved and deleted where it stands', async () => {
  render(SavedViews, { screen: 'inbox' });
  const more = await screen.findByRole('button', { name: 'Change the view Over €100 k a year' });
  await fireEvent.click(more);
  await fireEvent.click((await screen.findByText('Move down')).closest('button')!);
  await waitFor(() => expect(call).toHaveBeenCalledWith('move_view', { uid: 'a', up: false }));
  await fireEvent.click(more);
  await fireEvent.click((await screen.findByText('Rename')).closest('button')!);
  const field = await screen.findByLabelText('Name');
  await fireEvent.input(field, { target: { value: ' Big ones ' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(call).toHaveBeenCalledWith('rename_view', { uid: 'a', name: 'Big ones' }));
  await fireEvent.click(more);
  await fireEvent.click((await screen.findByText('Delete')).closest('button')!);
  await waitFor(() => expect(call).toHaveBeenCalledWith('delete_view', { uid: 'a' }));
});

test('what is shown is saved under the name that is typed', async () => {
  render(SaveView);
  saving.ask(shows);
  const field = await screen.findByLabelText('Name');
  await fireEvent.input(field, { target: { value: 'Sleeping giants' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(call).toHaveBeenCalledWith('save_view', { name: 'Sleeping giants', shows }));
  await waitFor(() => expect(saving.open).toBe(false));
});
