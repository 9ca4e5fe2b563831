import { expect, test } from 'vitest';
import type { ProxySettings } from '../../ipc';
import { grouped, proxyNeeds } from './network';

const GOOD: ProxySettings = { way: 'own', address: 'http://proxy.test:3128', user: 'maya', bypass: '' };

test.each<[Partial<ProxySettings>, (keyof ProxySettings)[]]>([
  [{}, []],
  [{ address: 'proxy.test:3128' }, []],
  [{ address: ' HTTPS://proxy.test/ ' }, []],
  [{ address: '' }, ['address']],
  [{ address: 'http://maya:secret@proxy.test' }, ['address']],
  [{ address: 'http://proxy.test/wpad.dat' }, ['address']],
  [{ address: 'two words' }, ['address']],
  [{ user: 'a:b' }, ['user']],
  [{ way: 'system', address: '' }, []],
  [{ way: 'direct', user: 'a:b' }, []],
])('%j lacks %j', (over, fields) => {
  expect(Object.keys(proxyNeeds({ ...GOOD, ...over }))).toEqual(fields);
});

test('a fingerprint is read in pairs', () => {
  expect(grouped('0a1b2c')).toBe('0A:1B:2C');
  expect(grouped('')).toBe('');
});
