import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import { calendarDay } from '../../format';
import { session } from '../../state/session.svelte';
import Pulse from './Pulse.svelte';
import { detourReceipt, detours, features, oneDetour } from './sample';
import { answers, beginAnew, callsOf, open, press, selected } from './sample/page';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));
beginAnew(ipc.call);
const calls = callsOf(ipc.call);

test('a drop that nobody wrote about can become an opportunity, or nothing', async () => {
  await open('features');
  expect(screen.getByRole('row', { name: /Quote approval.*Unused.*unused 94\sd/ })).toBeTruthy();
  await press('1');
  expect(screen.queryByRole('combobox')).toBeNull();
  await press('j');
  expect(selected()).toMatch(/Custom PDF footer.*Losing people.*−73\s%.*It lost 73 %/s);
  expect(await barriers()).toEqual([]);
  await press('3');
  await waitFor(() =>
    expect(calls('dismiss_drop')).toEqual([{ feature: 'Custom PDF footer', dismissed: true }]),
  );
  await press('1');
  const field = await screen.findByRole('combobox', { name: 'Opportunity' });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(calls('accept_drop')).toMatchObject([{ feature: 'Custom PDF footer' }]));
});

test('Enter shows how each plan uses it', async () => {
  await open('features');
  await press('Enter');
  const dialog = within(await screen.findByRole('dialog', { name: 'Invoice list by segment' }));
  const row = dialog.getByRole('row', { name: /starter.*12.*1\.1.*20\s%.*−70\s% since/ });
  expect(row.textContent).toContain(`since ${calendarDay('2026-10-12')}`);
  expect(await barriers()).toEqual([]);
});

test('where no tool tells plans apart, that isn’t zero', async () => {
  await open('features');
  await press('j');
  await press('Enter');
  await screen.findByText(/No tool says to which plan or size/);
});

test('a possible detour says what was lost, gained and explained, and is decided on like a drop', async () => {
  answers.features_page = { used: features, detours: oneDetour };
  await open('features');
  expect(selected()).toMatch(
    /Order search.*people of starter.*Order export.*14.*12.*84\s%.*77\s% to 91\s%.*at most 3\s%.*It may be/s,
  );
  expect(await barriers()).toEqual([]);
  await press('3');
  const ends = { from: 'Order search', to: 'Order export' };
  await waitFor(() => expect(calls('dismiss_detour')).toEqual([{ ...ends, dismissed: true }]));
  await press('1');
  const field = await screen.findByRole('combobox', { name: 'Opportunity' });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(calls('accept_detour')).toMatchObject([{ ...ends, into: { type: 'new' } }]));
});

test('Enter shows what a detour is told from, day by day', async () => {
  answers.features_page = { used: features, detours: oneDetour };
  answers.detour_receipt = detourReceipt;
  await open('features');
  await press('Enter');
  const dialog = within(await screen.findByRole('dialog', { name: 'From Order search over Order export' }));
  expect(await dialog.findByRole('row', { name: /2026-07-11.*40.*not counted.*110\s%/ })).toBeTruthy();
  expect(await barriers()).toEqual([]);
});

test('below the detours the features go on; without a detour it says how many pairs were compared', async () => {
  answers.features_page = { used: features, detours: oneDetour };
  await open('features');
  await press('j');
  expect(selected()).toMatch(/Invoice list/);
  answers.features_page = { used: features, detours };
  session.revision += 1;
  await screen.findByText(/No detour shows: 3 pairs of features/);
});

test('no counts are no data', async () => {
  answers.features_page = { used: { ...features, features: [], from: null }, detours };
  render(Pulse, { tab: 'features' });
  await screen.findByText('No data');
});
