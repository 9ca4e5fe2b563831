import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../../barriers';
import type { OpportunityList, OpportunityTree } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import { place } from '../../../state/route.svelte';
import { session } from '../../../state/session.svelte';
import { DONE, FRAMEWORKS } from '../../score/sample';
import Opportunities from '../Opportunities.svelte';
import { view } from '../view.svelte';
import { sample } from './sample';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

let tree: OpportunityTree;
const keys = keyboard((id) => bindingsOf(id, {}));
const decided = (name: string) => call.mock.calls.filter(([one]) => one === name).map(([, args]) => args);

beforeEach(() => {
  tree = sample();
  place.reset({ screen: 'opportunities' });
  session.taste.layout = 'tree';
  Object.assign(view, { selected: null, asTable: false, outcome: null, node: null, hideDropped: false });
  Element.prototype.scrollIntoView = vi.fn();
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'opportunity_tree') return tree;
    if (name === 'opportunities')
      return {
        rows: [...tree.outcomes.flatMap((one) => one.opportunities), ...tree.without].map(({ row }) => row),
        hidden: 0,
        draws: 10_000,
        seed: 4127,
        reach_unit: '',
        limits: [],
      } satisfies OpportunityList;
    if (name === 'frameworks') return FRAMEWORKS;
    if (name === 'add_to_tree') return { node: { level: 'solution', uid: 'made' }, step: DONE };
    return DONE;
  });
  window.addEventListener('keydown', keys);
});
afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
  session.taste.layout = 'table';
});

const codes: Record<string, string> = {
  '3': 'Digit3',
  n: 'KeyN',
  j: 'KeyJ',
  t: 'KeyT',
  b: 'KeyB',
  r: 'KeyR',
};
async function press(...all: string[]) {
  for (const one of all) {
    const [key, shiftKey] = one.startsWith('Shift+') ? [one.slice(6), true] : [one, false];
    await fireEvent.keyDown(document.activeElement ?? document.body, {
      key,
      code: codes[key] ?? key,
      shiftKey,
    });
  }
}
const shown = () => screen.findByRole('tree');
const selected = () => screen.getByRole('treeitem', { selected: true }).id;

test('the tree is one tab stop that says what it holds, each node its level and place', async () => {
  render(Opportunities);
  const all = await shown();
  expect(all.getAttribute('aria-label')).toBe(
    'Fewer orders lost: 2 opportunities, 2 solutions, 3 assumptions',
  );
  const stops = [all, ...all.querySelectorAll<HTMLElement>('*')].filter(({ tabIndex }) => tabIndex >= 0);
  expect(stops).toEqual([all]);
  const retry = within(all).getByRole('treeitem', { name: /Retry key/ });
  const of = (name: string) => retry.getAttribute(`aria-${name}`);
  expect([of('level'), of('expanded'), of('setsize'), of('posinset')]).toEqual(['3', 'true', '3', '1']);
  expect(within(all).getByRole('treeitem', { name: /Provider honours/ }).textContent).toContain('Test next');
});

test('arrows walk columns and levels; Enter opens the opportunity', async () => {
  render(Opportunities);
  await shown();
  await press('ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowRight');
  expect(selected()).toBe('node-honours');
  await press('ArrowDown');
  expect(selected()).toBe('node-within');
  await press('ArrowLeft', 'ArrowLeft');
  expect(selected()).toBe('node-opp34');
  await press('Enter');
  expect(place.now).toEqual({ screen: 'opportunity', id: 34 });
});

test('at the outcome, down goes to the next outcome', async () => {
  render(Opportunities);
  await shown();
  await press('ArrowDown');
  expect((await screen.findAllByRole('treeitem')).map(({ id }) => id)).toEqual(['node-fast']);
  await press('ArrowDown', 'ArrowRight');
  expect(selected()).toBe('node-opp7');
});

test('N makes a child of what is selected, and the new one is selected', async () => {
  render(Opportunities);
  await shown();
  await press('ArrowRight', 'n');
  const field = await screen.findByLabelText('New solution under “Let large carts check out”');
  await fireEvent.input(field, { target: { value: ' Price it in one call ' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(decided('add_to_tree')).toEqual([
      {
        under: { level: 'opportunity', uid: 'opp31' },
        form: { level: 'solution', title: 'Price it in one call', chosen: false, effort: null },
      },
    ]),
  );
  await waitFor(() => expect(view.node).toBe('made'));
});

test('Shift and an arrow moves, over to the next parent at the end', async () => {
  render(Opportunities);
  await shown();
  await press('ArrowRight', 'Shift+ArrowUp');
  expect(decided('move_in_tree')).toEqual([]);
  await press('Shift+ArrowDown');
  expect(decided('move_in_tree')).toEqual([
    { node: { level: 'opportunity', uid: 'opp31' }, under: { level: 'outcome', uid: 'lost' }, at: 1 },
  ]);
});

test('3 drops with a reason; what is dropped comes back with B', async () => {
  render(Opportunities);
  await shown();
  await press('ArrowRight', 'ArrowDown', 'ArrowRight', '3');
  await fireEvent.click(await screen.findByText('Costs too much'));
  expect(decided('drop_in_tree')).toEqual([
    { node: { level: 'solution', uid: 'retry' }, reason: 'Costs too much' },
  ]);
  await waitFor(() => expect(screen.queryByText('Costs too much')).toBeNull());
  (await shown()).focus();
  await press('ArrowDown', 'b');
  expect(decided('restore_in_tree')).toEqual([{ node: { level: 'solution', uid: 'refund' } }]);
});

test('F2 renames in the card beside it', async () => {
  render(Opportunities);
  await shown();
  await press('F2');
  const field = screen.getByRole('textbox', { name: 'Outcome' });
  expect(document.activeElement).toBe(field);
  await fireEvent.input(field, { target: { value: 'Few orders lost' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(decided('edit_in_tree')).toEqual([
      {
        uid: 'lost',
        form: {
          level: 'outcome',
          title: 'Few orders lost',
          measure: '3.1 % lost',
          target: '1.5 % by 31 March',
        },
      },
    ]),
  );
});

test('the card of an assumption takes the verdict of its test', async () => {
  view.node = 'honours';
  render(Opportunities);
  const verdict = await screen.findByLabelText('Verdict of test 1');
  await fireEvent.change(verdict, { target: { value: 'failed' } });
  expect(decided('edit_in_tree')[0]).toMatchObject({
    uid: 'sandbox',
    form: { verdict: 'failed', due_on: '2026-11-27' },
  });
  const sure = screen.getByLabelText('How sure are we');
  await fireEvent.change(sure, { target: { value: '5' } });
  expect(decided('edit_in_tree').at(-1)).toMatchObject({ uid: 'honours', form: { sureness: 5 } });
});

test('T shows the same as a table, and what is dropped can be hidden', async () => {
  render(Opportunities);
  await shown();
  await press('t');
  const table = await screen.findByRole('treegrid', { name: 'The tree of Fewer orders lost' });
  const lines = () => [...table.querySelectorAll('tbody th')].map((one) => one.textContent);
  expect(lines()).toHaveLength(8);
  await fireEvent.click(screen.getByRole('button', { name: /Hide dropped/ }));
  await waitFor(() => expect(lines()).toHaveLength(6));
});

test('without any outcome N makes the first one', async () => {
  tree = { outcomes: [], without: [], next: null };
  render(Opportunities);
  await screen.findByText('No outcomes yet');
  await press('n');
  expect(await screen.findByLabelText('New outcome')).toBeTruthy();
});

test.each([
  [false, 'lost'],
  [false, 'honours'],
  [true, 'lost'],
])('nothing keeps people out (as a table: %s, at %s)', async (asTable, node) => {
  Object.assign(view, { asTable, node });
  render(Opportunities);
  await screen.findByRole(asTable ? 'treegrid' : 'tree');
  expect(await barriers()).toEqual([]);
});
