import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bindingsOf, keyboard } from '../../keys';
import { offered } from '../../state/commands.svelte';
import { place } from '../../state/route.svelte';
import { view } from '../opportunities/view.svelte';
import Opportunity from './Opportunity.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
const ROW = {
  id: 31,
  label: 'OPP-31',
  title: 'Large carts finish',
  owner: '',
  stage: 'assessing',
  rank: null,
  value: null,
  readiness: { ready: true, checks: [] },
  evidence: { reporters: 0, customers: 0, revenue: 0, revenue_unknown: 0 },
};
const LISTS = { risks: [], reached: [], evidence: [], items: [], score_history: [] };
const DETAIL = { row: ROW, statement: '', hypothesis: '', expected: '', export_anyway: '', ...LISTS };

beforeEach(() => {
  view.selected = null;
  place.reset({ screen: 'opportunity', id: 31 });
  call.mockReset();
  // What stands in the tabs isn't asked about here.
  call.mockImplementation((name: string) =>
    name === 'opportunity' ? Promise.resolve(DETAIL) : new Promise(() => {}),
  );
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const press = (key: string, held: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.body, { key, code: key, ...held });
const side = () => screen.queryByRole('heading', { name: 'Delivery' });

async function open() {
  render(Opportunity, { id: 31 });
  await screen.findByRole('heading', { name: 'Delivery' });
}

test('] takes the facts beside the text away, and brings them back', async () => {
  await open();
  await press(']');
  expect(side()).toBeNull();
  cleanup();
  render(Opportunity, { id: 31 });
  await screen.findByRole('tab', { name: 'Summary' });
  expect(side()).toBeNull();
  await press(']');
  expect(side()).not.toBeNull();
  await press('a');
  expect(offered('facts')?.off).toBe('This tab takes the whole width.');
});

test('Shift+W asks what if with this one selected', async () => {
  await open();
  await press('W', { shiftKey: true });
  expect([place.now, view.selected]).toEqual([{ screen: 'whatIf' }, 31]);
});
