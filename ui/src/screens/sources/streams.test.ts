import { describe, expect, test } from 'vitest';
import type { OfferedStream } from '../../ipc';
import { mappingOf, named, suggested, toggled, withMapping } from './streams';

const stream = (name: string, fits: boolean): OfferedStream => ({
  name,
  fields: [],
  keys: [],
  only_changes: false,
  fits,
});

describe('choosing streams', () => {
  const all = ['issues', 'users', 'tags'];

  test('reading all is told by none', () => {
    expect(named('')).toEqual([]);
    expect(named(' issues ,users,')).toEqual(['issues', 'users']);
    expect(toggled('', 'users', false, all)).toBe('issues, tags');
    expect(toggled('issues, tags', 'users', true, all)).toBe('');
    expect(toggled('issues', 'tags', true, all)).toBe('issues, tags');
  });

  test('those that look like signals are suggested', () => {
    expect(suggested([stream('issues', true), stream('users', false)])).toBe('issues');
    expect(suggested([stream('tags', false), stream('users', false)])).toBe('');
    expect(suggested([stream('issues', true)])).toBe('');
  });
});

describe('matching streams', () => {
  test('each stream keeps its own mapping', () => {
    const one = withMapping('', 'issues', '{"kind":"incident"}', ['issues']);
    const two = withMapping(one, 'ideas', '{"kind":"feedback"}', ['issues', 'ideas']);
    expect(mappingOf(two, 'issues')).toBe('{"kind":"incident"}');
    expect(mappingOf(two, 'ideas')).toBe('{"kind":"feedback"}');
    expect(mappingOf(two, 'users')).toBe('');
    expect(mappingOf('not JSON', 'users')).toBe('');
  });

  test('one mapping for all becomes one for each when one of them changes', () => {
    const alike = '{"fields":{"title":"subject"}}';
    expect(mappingOf(alike, 'users')).toBe(alike);
    const each = withMapping(alike, 'users', '{"kind":"feedback"}', ['issues', 'users']);
    expect(mappingOf(each, 'issues')).toBe(alike);
    expect(mappingOf(each, 'users')).toBe('{"kind":"feedback"}');
  });
});
