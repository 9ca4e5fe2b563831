import { expect, test, vi } from 'vitest';
import { signalList, type SignalQuery } from '.';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));

const query = { text: '' } as SignalQuery;
const page = new TextEncoder().encode('{"rows":[],"kinds":[["ticket",2]]}');
const mark = [1, 0, 0, 0, 1, 0, 0, 0];
const bytes = (...start: number[]) => Uint8Array.from([...mark, ...start, ...page]).buffer;

test('a list is a mark, its ids and its page', async () => {
  invoke.mockResolvedValueOnce(bytes(2, 0, 0, 0, 7, 0, 0, 0, 2, 1, 0, 0));
  const list = await signalList(query, 0, 40);
  expect(invoke.mock.lastCall).toEqual(['signal_list', { query, from: 0, count: 40 }]);
  expect([...list.ids]).toEqual([7, 258]);
  expect(list.mark).toBe('4294967297');
  expect(list.kinds).toEqual([['ticket', 2]]);
});

test('ids that are held don’t come again', async () => {
  invoke.mockResolvedValueOnce(bytes(255, 255, 255, 255));
  const held = { ids: Uint32Array.of(7, 258), mark: '4294967297' };
  const list = await signalList(query, 0, 40, held);
  expect(invoke.mock.lastCall?.[1].held).toBe(held.mark);
  expect(list.ids).toBe(held.ids);
  expect(list.kinds).toEqual([['ticket', 2]]);
});
