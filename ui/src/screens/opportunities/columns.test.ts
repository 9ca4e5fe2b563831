import { expect, test } from 'vitest';
import { fitting, template } from './columns';

test.each([
  [2000, ['value', 'p50', 'owner', 'updated']],
  [630, ['value', 'p50', 'owner']],
  [510, ['value', 'p50']],
  [100, []],
])('in %d px stand %j', (width, kept) => {
  expect(fitting(['value', 'p50', 'owner', 'updated'], width)).toEqual(kept);
});

test('the title takes what the columns leave', () => {
  expect(template(['p50', 'stage'])).toBe('48px minmax(240px, 1fr) 68px 116px');
});
