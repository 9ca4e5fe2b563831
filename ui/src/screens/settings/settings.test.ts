import { expect, test } from 'vitest';
import type { Settings } from '../../ipc';
import { settingNeeds } from './settings';

const GOOD: Settings = {
  workspace_name: 'Calder',
  actor: 'Maya',
  currency: 'EUR',
  reach_unit: 'orders a quarter',
};

test.each<[Partial<Settings>, (keyof Settings)[]]>([
  [{}, []],
  [{ currency: ' usd ' }, []],
  [{ workspace_name: ' ' }, ['workspace_name']],
  [{ actor: '' }, ['actor']],
  [{ currency: '€' }, ['currency']],
  [{ currency: 'EURO' }, ['currency']],
  [{ reach_unit: '', actor: '' }, ['actor', 'reach_unit']],
])('%j lacks %j', (over, fields) => {
  expect(Object.keys(settingNeeds({ ...GOOD, ...over }))).toEqual(fields);
});
