import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { PulseQuery, WorkspaceInfo } from '../../ipc';
import { place } from '../../state/route.svelte';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';
import Pulse from './Pulse.svelte';
import { answer, NOW, overview, receipt } from './sample';
import { answers, beginAnew, callsOf, press } from './sample/page';
import { view } from './view.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));
beginAnew(ipc.call);
const calls = callsOf(ipc.call);
const asked = () => (calls('pulse').at(-1) as { query: PulseQuery }).query;

async function open() {
  render(Pulse, { tab: 'overview' });
  await screen.findByRole('region', { name: 'Five numbers' });
  await screen.findByText(/3 problems cause/);
  await screen.findByText(/All 3 features/);
}

test('tiles, lanes, problems, restore times and feature use stand on one page', async () => {
  await open();
  const tiles = within(screen.getByRole('region', { name: 'Five numbers' })).getAllByRole('button');
  expect(tiles).toHaveLength(5);
  expect(screen.getByText(/Incident, 2, taller is more severe/)).toBeTruthy();
  expect(screen.getByText(/1 incident is still open, 1 past the target/)).toBeTruthy();
  expect(screen.getByText(/4 incidents have no class and are counted nowhere here/)).toBeTruthy();
  expect(screen.getByRole('row', { name: /Quote approval.*unused 94/ })).toBeTruthy();
  expect(asked()).toMatchObject({ days: 90, service: null, product: null, timeline_to: null });
  expect(await barriers()).toEqual([]);
});

test('J goes to the first number, Enter opens its receipt, down to the records', async () => {
  await open();
  await press('j');
  await press('j');
  await press('j');
  expect(document.activeElement?.textContent).toContain('Change fail rate');
  await fireEvent.click(document.activeElement!);
  const dialog = within(await screen.findByRole('dialog', { name: receipt.title }));
  expect(calls('pulse_receipt')).toMatchObject([{ of: { type: 'metric', of: 'fail_rate' }, week: null }]);
  expect(dialog.getByText(/9\.4 to 14\.2\s%, n = 212/)).toBeTruthy();
  expect(dialog.getByText('Counted, 212')).toBeTruthy();
  expect(dialog.getByText('younger than 72 hours')).toBeTruthy();
  await fireEvent.click(dialog.getByRole('button', { name: /7\.40\.5.*caused INC-2261/ }));
  expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', signal: 11 });
});

test('the time to restore has a receipt too; too few is not a number', async () => {
  await open();
  const card = within(screen.getByRole('region', { name: 'Time to restore' }));
  await fireEvent.click(card.getByRole('button', { name: /Too few.*Low/ }));
  await screen.findByRole('dialog', { name: receipt.title });
  expect(calls('pulse_receipt')).toMatchObject([{ of: { type: 'restore', of: 'low' } }]);
});

test('Shift E saves what is shown as a file that others can read', async () => {
  answers.save_pulse = {
    name: 'pulse-2026-11-19.html',
    path: '/x/pulse-2026-11-19.html',
    rows: 120,
    bytes: 9,
  };
  await open();
  await press('E', { shiftKey: true });
  await fireEvent.click(await screen.findByRole('button', { name: /HTML page/ }));
  await waitFor(() =>
    expect(calls('save_pulse')).toMatchObject([{ format: 'html', query: { days: 90, service: null } }]),
  );
  expect(toasts.shown?.text).toBe('Saved the Pulse with 120 numbers as pulse-2026-11-19.html');
});

test('T shows every chart as a table', async () => {
  await open();
  expect(screen.queryByRole('columnheader', { name: 'Week from' })).toBeNull();
  await press('t');
  await screen.findByRole('columnheader', { name: 'Week from' });
  expect(screen.getByRole('columnheader', { name: 'Lasted' })).toBeTruthy();
  expect(screen.getByRole('columnheader', { name: '9 in 10' })).toBeTruthy();
  expect(
    screen.getByRole('row', { name: /Critical 1\sh\s41.*20\smin.*7 by development, 2\sh/ }),
  ).toBeTruthy();
});

test('the arrows move the timeline by a week, and back to now', async () => {
  await open();
  await press('ArrowLeft');
  await waitFor(() => expect(asked().timeline_to).toBe(overview.timeline.to - 7 * 86_400_000));
  view.timelineTo = NOW - 86_400_000;
  answers.pulse = { ...overview, timeline: { ...overview.timeline, to: NOW - 86_400_000 } };
  await waitFor(() => expect(asked().timeline_to).toBe(NOW - 86_400_000));
  await press('ArrowRight');
  await waitFor(() => expect(asked().timeline_to).toBeNull());
});

test('F narrows it to a service or product, the period is chosen beside it', async () => {
  await open();
  await press('f');
  await screen.findByRole('button', { name: /Shop/ });
  await press('2');
  await waitFor(() => expect(asked()).toMatchObject({ product: 1, service: null }));
  await fireEvent.click(screen.getByRole('radio', { name: '1 year' }));
  await waitFor(() => expect(asked().days).toBe(365));
  await fireEvent.click(screen.getByRole('button', { name: /Clear the filter Product Shop/ }));
  await waitFor(() => expect(asked().product).toBeNull());
});

test('V leads to the links to review, a problem to its page', async () => {
  await open();
  await press('v');
  expect(place.now).toEqual({ screen: 'pulse', tab: 'links' });
  await fireEvent.click(screen.getByRole('button', { name: 'Token refresh fails' }));
  expect(place.now).toEqual({ screen: 'problem', key: 'bb' });
});

test('a target is changed in hours; what is no number is said', async () => {
  await open();
  await press('B', { shiftKey: true });
  const field = await screen.findByLabelText('Hours for critical of all products');
  await fireEvent.input(field, { target: { value: 'soon' } });
  await fireEvent.blur(field);
  await screen.findByText('A number of hours');
  await fireEvent.input(field, { target: { value: '1,5' } });
  await fireEvent.blur(field);
  await waitFor(() =>
    expect(calls('set_restore_target')).toEqual([{ product: null, class: 'critical', minutes: 90 }]),
  );
});

test('the clock of the targets can run on working hours only', async () => {
  await open();
  await press('B', { shiftKey: true });
  await fireEvent.click(
    await screen.findByRole('switch', { name: 'Only working hours of all products count' }),
  );
  await waitFor(() =>
    expect(calls('set_business_hours')).toMatchObject([
      { product: null, hours: { days: [1, 2, 3, 4, 5], from: 540, to: 1020 } },
    ]),
  );
  const hours = { days: [1, 2, 3, 4, 5], from: 540, to: 1020, zone: 'Europe/Berlin' };
  answers.restore_targets = [{ product: null, name: '', targets: [], hours }];
  session.revision += 1;
  await fireEvent.click(await screen.findByLabelText('Fri'));
  await waitFor(() =>
    expect(calls('set_business_hours')[1]).toMatchObject({ hours: { ...hours, days: [1, 2, 3, 4] } }),
  );
});

test('nothing counted is no data, not zero', async () => {
  answers.feature_use = {
    features: [],
    unused: 0,
    dropping: 0,
    silent: 0,
    from: null,
    to: null,
    sources: [],
  };
  render(Pulse, { tab: 'overview' });
  await screen.findByText(/No tool counts any use\. This isn’t zero/);
});

test('without any signal it says what comes next', async () => {
  session.info = { ...session.info, signals: 0 } as WorkspaceInfo;
  render(Pulse, { tab: 'overview' });
  await screen.findByText('Nothing to show yet');
  await fireEvent.click(screen.getByRole('button', { name: 'Go to Sources' }));
  expect(place.now.screen).toBe('sources');
});

test('what couldn’t be read is said and asked again', async () => {
  ipc.call.mockImplementation(async (name: string) => {
    if (name === 'pulse') throw { kind: 'busy', what: 'The file is in use.', kept: '', todo: '' };
    return answer(name);
  });
  render(Pulse, { tab: 'overview' });
  await screen.findByText('The file is in use.');
  ipc.call.mockImplementation(async (name: string) => answer(name));
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByRole('region', { name: 'Five numbers' });
});
