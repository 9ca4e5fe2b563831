import { afterEach, expect, test, vi } from 'vitest';
import { call, whenLocked } from '.';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));

const LOCKED = { kind: 'locked', what: 'The vault is locked.', kept: '', todo: '' };
const REFUSED = { kind: 'refused', what: 'No.', kept: '', todo: '' };

afterEach(() => {
  invoke.mockReset();
  whenLocked(() => Promise.resolve(false));
});

test('asks once for the passphrase, then asks the engine again', async () => {
  const ask = vi.fn(async () => true);
  whenLocked(ask);
  invoke.mockRejectedValueOnce(LOCKED).mockResolvedValueOnce([]);
  await expect(call('connections', {})).resolves.toEqual([]);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(invoke).toHaveBeenCalledTimes(2);
});

test.each([
  ['put off', LOCKED, 1, false],
  ['still locked', LOCKED, 2, true],
  ['another problem', REFUSED, 1, true],
])('%s: the problem stays', async (_, problem, times, opened) => {
  whenLocked(async () => opened);
  invoke.mockRejectedValue(problem);
  await expect(call('connections', {})).rejects.toEqual(problem);
  expect(invoke).toHaveBeenCalledTimes(times);
});
