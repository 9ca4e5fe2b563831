import { beforeEach, expect, test, vi } from 'vitest';
import type { SignalQuery, SignalRow } from '../../ipc';
import { noFilters, queryOf } from './filters';
import { SignalList } from './list.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn(), signalIds: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const query: SignalQuery = queryOf('inbox', noFilters);
let answers: Uint32Array[];

beforeEach(() => {
  answers = [];
  ipc.call.mockReset();
  ipc.signalIds.mockReset();
  ipc.signalIds.mockImplementation(async () => answers.shift() ?? new Uint32Array());
  ipc.call.mockImplementation(async (_name: string, { ids }: { ids: number[] }) =>
    ids.map((id) => ({ id, title: `Signal ${id}` }) as SignalRow),
  );
});

async function listOf(...ids: number[]): Promise<SignalList> {
  const list = new SignalList();
  answers.push(Uint32Array.from(ids));
  await list.load(query, true);
  return list;
}

test('a fresh query starts at its first row', async () => {
  const list = await listOf(4, 2, 9);
  expect(list.activeId).toBe(4);
  expect(list.ready).toBe(true);
});

test('rows that come above don’t move the active one; the view learns by how much to follow', async () => {
  const list = await listOf(4, 2, 9);
  list.move(1);
  answers.push(Uint32Array.of(11, 10, 4, 2, 9));
  expect(await list.load(query, false)).toBe(2);
  expect(list.activeId).toBe(2);
});

test('an answer to an older question is dropped', async () => {
  const list = await listOf(1);
  let late: (ids: Uint32Array) => void = () => {};
  ipc.signalIds.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  const slow = list.load(query, true);
  answers.push(Uint32Array.of(7));
  await list.load(query, true);
  late(Uint32Array.of(1, 2, 3));
  await slow;
  expect([...list.ids]).toEqual([7]);
});

test('after a decision the next row is active, also at the end', async () => {
  const list = await listOf(4, 2, 9);
  list.remove([4]);
  expect(list.activeId).toBe(2);
  list.goTo(1);
  list.remove([9]);
  expect(list.activeId).toBe(2);
  list.remove([2]);
  expect(list.activeId).toBeNull();
});

test('an answer on its way doesn’t bring decided rows back', async () => {
  const list = await listOf(4, 2);
  let late: (ids: Uint32Array) => void = () => {};
  ipc.signalIds.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  const slow = list.load(query, false);
  list.remove([4]);
  late(Uint32Array.of(4, 2));
  await slow;
  expect([...list.ids]).toEqual([2]);
});

test('targets are the checked ones in the list’s order, else the active one', async () => {
  const list = await listOf(4, 2, 9, 7);
  expect(list.targets).toEqual([4]);
  list.goTo(3);
  list.toggle();
  list.toggle(1);
  expect(list.targets).toEqual([2, 7]);
  list.toggle(1);
  expect(list.targets).toEqual([7]);
  list.clear();
  expect(list.targets).toEqual([7]);
});

test('extending checks everything from where it began', async () => {
  const list = await listOf(4, 2, 9, 7);
  list.goTo(1);
  list.extend(1);
  list.extend(1);
  expect(list.targets).toEqual([2, 9, 7]);
  expect(list.activeId).toBe(7);
  list.clear();
  list.extendTo(0);
  expect(list.targets).toEqual([4, 2, 9, 7]);
});

test('what left the list is no longer checked', async () => {
  const list = await listOf(4, 2, 9);
  list.checkAll();
  answers.push(Uint32Array.of(2));
  await list.load(query, false);
  expect([...list.checked]).toEqual([2]);
});

test('rows are asked for once, at most 200 at a time', async () => {
  const list = await listOf(...Array.from({ length: 1000 }, (_, i) => i + 1));
  await list.need(0, 30);
  await list.need(0, 30);
  expect(ipc.call).toHaveBeenCalledTimes(1);
  await list.need(300, 900);
  expect(ipc.call.mock.calls.every(([, { ids }]) => ids.length <= 200)).toBe(true);
  expect(list.row(1)?.title).toBe('Signal 1');
  expect(list.row(999)).toBeNull();
});

test('a failed question is said and keeps what is shown', async () => {
  const list = await listOf(4, 2);
  ipc.signalIds.mockRejectedValueOnce({ kind: 'system', what: 'Disk is full.', kept: '', todo: '' });
  await list.load(query, false);
  expect(list.problem?.what).toBe('Disk is full.');
  expect([...list.ids]).toEqual([4, 2]);
});
