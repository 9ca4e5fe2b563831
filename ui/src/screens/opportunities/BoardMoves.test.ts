import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OpportunityRow, Stage } from '../../ipc';
import { run } from '../../state/commands.svelte';
import Board from './Board.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const evidence = {
  operations: 1,
  changes: 0,
  voices: 4,
  reporters: 3,
  customers: 1,
  revenue: 0,
  revenue_unknown: 0,
};
const row = (id: number, stage: Stage, over: Partial<OpportunityRow> = {}) =>
  ({
    id,
    label: `OPP-${id}`,
    title: `Card ${id}`,
    stage,
    rank: id,
    value: { p10: 510, p50: 940, p90: 1520 },
    evidence,
    delivery: null,
    readiness: { checks: [{ requirement: 'risk', holds: false, says: 'No risk was judged' }], ready: false },
    ...over,
  }) as unknown as OpportunityRow;

const ROWS = [row(1, 'captured'), row(2, 'assessing'), row(3, 'assessing'), row(4, 'exported')];
const onselect = vi.fn();
const moves = () => call.mock.calls.filter(([name]) => name === 'set_stage').map(([, args]) => args);

function board(selected: number, rows = ROWS) {
  return render(Board, {
    rows,
    limits: [['assessing', 2]],
    max: 2000,
    selected,
    onselect,
    onopen: vi.fn(),
    element: null,
  });
}

beforeEach(() => {
  onselect.mockReset();
  call.mockReset();
  call.mockResolvedValue({ step: 1, message: 'Moved', changed: 1, left_out: [], opportunity: null });
  Element.prototype.scrollIntoView = vi.fn();
});
afterEach(cleanup);

test('columns and cards say what they are, in one tab stop', () => {
  board(2);
  expect(screen.getByRole('listbox', { name: 'Assessing, 2, full' })).toBeTruthy();
  const list = screen.getByRole('group', { name: 'Opportunities by stage' });
  expect(list.getAttribute('aria-activedescendant')).toBe('card-2');
  const stops = [list, ...list.querySelectorAll<HTMLElement>('*')].filter((element) => element.tabIndex >= 0);
  expect(stops).toEqual([list]);
  const card = screen.getByRole('option', { selected: true });
  expect(card.textContent?.replace(/\s+/g, ' ').trim()).toMatch(/^OPP-2 ?\. Rank #2 5 ?signals\. Card 2/);
});

test('keys walk down a column and across', () => {
  board(2);
  run('next');
  run('columnRight');
  run('columnLeft');
  expect(onselect.mock.calls.map(([id]) => id)).toEqual([3, 4, 1]);
});

test('over the gate to Ready it moves, and says what is missing', async () => {
  board(2);
  run('stageNext');
  expect(moves()).toEqual([{ id: 2, stage: 'ready', reason: '' }]);
  expect(await screen.findByText('OPP-2 is past the gate with gaps.')).toBeTruthy();
  expect(screen.getByText('No risk was judged.')).toBeTruthy();
});

test('a card that follows its tracker moves by hand only when that is said', async () => {
  board(4);
  run('stageNext');
  const button = await screen.findByText('Move to In progress by hand');
  expect(moves()).toEqual([]);
  expect(screen.getByText(/OPP-4 has no item in a tracker/)).toBeTruthy();
  await fireEvent.click(button.closest('button')!);
  await waitFor(() => expect(moves()).toEqual([{ id: 4, stage: 'in_progress', reason: '' }]));
});

test('a card is dragged by its grip and put back by Esc', async () => {
  board(1);
  const at = (name: string) => {
    document.elementsFromPoint = () => [screen.getByRole('listbox', { name })];
  };
  const grip = screen.getByRole('option', { name: /OPP-1/ }).querySelector('.grip')!;
  at('Captured, 1');
  await fireEvent(grip, new MouseEvent('pointerdown', { bubbles: true, button: 0 }));
  at('Ready, 0');
  await fireEvent(window, new MouseEvent('pointermove'));
  expect(await screen.findByText('Drop to move to Ready')).toBeTruthy();
  expect(screen.getByText('No risk was judged')).toBeTruthy();
  await fireEvent.keyDown(window, { key: 'Escape' });
  await fireEvent(window, new MouseEvent('pointerup'));
  expect(moves()).toEqual([]);

  await fireEvent(grip, new MouseEvent('pointerdown', { bubbles: true, button: 0 }));
  await fireEvent(window, new MouseEvent('pointerup'));
  expect(moves()).toEqual([{ id: 1, stage: 'ready', reason: '' }]);
});

test('a limit is set in the head of its column', async () => {
  board(1);
  await fireEvent.click(screen.getByRole('button', { name: 'full, limit of Assessing' }));
  const field = await screen.findByLabelText('How many Assessing should hold');
  await fireEvent.input(field, { target: { value: '5' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(call).toHaveBeenCalledWith('set_stage_limit', { stage: 'assessing', limit: 5 }));
});
