import { beforeEach, expect, test, vi } from 'vitest';
import type { ListAnswer, SignalQuery, SignalRow } from '../../ipc';
import { noFilters, queryOf } from './filters';
import { SignalList } from './list.svelte';

const ipc = vi.hoisted(() => ({ call: vi.fn(), signalList: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));

const query: SignalQuery = queryOf('inbox', noFilters);
const seen: [number, number] = [0, 30];
const thousand = Array.from({ length: 1000 }, (_, i) => i + 1);
let answers: Uint32Array[];

beforeEach(() => {
  answers = [];
  ipc.call.mockReset();
  ipc.signalList.mockReset();
  ipc.signalList.mockImplementation(async (_query: SignalQuery, from: number, count: number) =>
    answer(answers.shift() ?? new Uint32Array(), from, count),
  );
  ipc.call.mockImplementation(async (_name: string, { ids }: { ids: number[] }) => ids.map(row));
});

const row = (id: number) => ({ id, title: `Signal ${id}` }) as SignalRow;

function answer(ids: Uint32Array, from = 0, count = 200): ListAnswer {
  const rows = [...ids.subarray(from, from + count)].map(row);
  return { ids, mark: ids.join(' '), rows, kinds: [['ticket', ids.length]], themes: [] };
}

async function listOf(...ids: number[]): Promise<SignalList> {
  const list = new SignalList();
  answers.push(Uint32Array.from(ids));
  await list.load(query, true, seen);
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
  expect(await list.load(query, false, seen)).toBe(2);
  expect(list.activeId).toBe(2);
});

test('an answer to an older question is dropped', async () => {
  const list = await listOf(1);
  let late: (answer: ListAnswer) => void = () => {};
  ipc.signalList.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  const slow = list.load(query, true, seen);
  answers.push(Uint32Array.of(7));
  await list.load(query, true, seen);
  late(answer(Uint32Array.of(1, 2, 3)));
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
  let late: (answer: ListAnswer) => void = () => {};
  ipc.signalList.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  const slow = list.load(query, false, seen);
  list.remove([4]);
  late(answer(Uint32Array.of(4, 2)));
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
  await list.load(query, false, seen);
  expect([...list.checked]).toEqual([2]);
});

test('the first rows come with the ids', async () => {
  const list = await listOf(...thousand);
  expect(list.row(1)?.title).toBe('Signal 1');
  expect(list.kinds).toEqual([['ticket', 1000]]);
  await list.need(...seen);
  await list.renew(...seen);
  expect(ipc.call).not.toHaveBeenCalled();
});

test('a list that changed comes with the rows that are seen, and reads only what slid into sight', async () => {
  const list = await listOf(...thousand);
  await list.need(500, 530);
  ipc.call.mockClear();
  answers.push(Uint32Array.of(2000, 2001, ...thousand));
  await list.load(query, false, [500, 530]);
  expect(ipc.signalList.mock.lastCall?.slice(0, 3)).toEqual([query, 460, 110]);
  await list.renew(502, 532);
  expect(ipc.call).not.toHaveBeenCalled();
  await list.renew(560, 590);
  expect(ipc.call.mock.calls.map(([, { ids }]) => ids[0])).toEqual([569]);
});

test('the engine is told which ids are here, until some were taken out of them', async () => {
  const list = await listOf(4, 2, 9);
  const held = () => ipc.signalList.mock.lastCall?.[3];
  expect(held()).toBeNull();
  answers.push(Uint32Array.of(4, 2, 9));
  await list.load(query, false, seen);
  expect(held()).toEqual({ ids: Uint32Array.of(4, 2, 9), mark: '4 2 9' });
  list.remove([2]);
  answers.push(Uint32Array.of(4, 9));
  await list.load(query, false, seen);
  expect(held()).toBeNull();
});

test('moving row by row asks seldom, and what is far away is forgotten, never what is seen', async () => {
  const many = Array.from({ length: 9000 }, (_, i) => i + 1);
  const list = await listOf(...many);
  for (let from = 0; from < 8000; from++) {
    await list.need(from, from + 30);
    if (from % 100 === 0) {
      const seen = many.slice(from, from + 30);
      expect(seen.map((id) => list.row(id)?.id)).toEqual(seen);
    }
  }
  expect(ipc.call.mock.calls.length).toBeLessThan(400);
  expect(list.row(1)).toBeNull();
});

test('rows are asked for once, at most 200 at a time', async () => {
  const list = await listOf(...thousand);
  await list.need(100, 130);
  await list.need(100, 130);
  expect(ipc.call).toHaveBeenCalledTimes(1);
  await list.need(300, 900);
  expect(ipc.call.mock.calls.every(([, { ids }]) => ids.length <= 200)).toBe(true);
  expect(list.row(1)?.title).toBe('Signal 1');
  expect(list.row(999)).toBeNull();
});

test('a failed question is said and keeps what is shown', async () => {
  const list = await listOf(4, 2);
  ipc.signalList.mockRejectedValueOnce({ kind: 'system', what: 'Disk is full.', kept: '', todo: '' });
  await list.load(query, false, seen);
  expect(list.problem?.what).toBe('Disk is full.');
  expect([...list.ids]).toEqual([4, 2]);
});
