import { describe, expect, test } from 'vitest';
import type { ImportPreview, Mapping, Target } from '../../ipc';
import { TARGETS, movedSentence, outlook, readyRows, shapeOf, withColumn } from './mapping';

const mapping = (columns: Target[]): Mapping => ({
  columns,
  kind: 'ticket',
  date_order: 'day_first',
  decimal_comma: false,
  severities: [['P1', 'critical']],
});

const preview = (over: Partial<ImportPreview>): ImportPreview => ({
  file: { token: 't', name: 'a.csv', bytes: 10 },
  format: 'csv',
  sheets: [],
  encoding: 'UTF-8',
  delimiter: 'comma',
  mapping: mapping(['title', 'body']),
  columns: [
    { name: 'Subject', first_values: ['a'], filled: 1 },
    { name: 'Text', first_values: ['b'], filled: 0.5 },
  ],
  rows: 2140,
  clean: 2135,
  noted: 3,
  left_out: 2,
  problems: [],
  first_rows: [],
  already_here: 0,
  blocked: null,
  ...over,
});

describe('choosing what a column becomes', () => {
  test.each<[string, Target[], number, Target, Target[], number | null]>([
    ['a free target', ['title', 'leave_out'], 1, 'body', ['title', 'body'], null],
    ['a target another column has', ['title', 'body', 'url'], 2, 'title', ['leave_out', 'body', 'title'], 0],
    ['the same again', ['title', 'body'], 0, 'title', ['title', 'body'], null],
    [
      'leaving out, though others are left out',
      ['leave_out', 'body'],
      1,
      'leave_out',
      ['leave_out', 'leave_out'],
      null,
    ],
    ['a column that isn’t there', ['title'], 7, 'body', ['title'], null],
  ])('%s', (_, columns, index, target, after, moved) => {
    const given = mapping(columns);
    const done = withColumn(given, index, target);
    expect(done.mapping.columns).toEqual(after);
    expect(done.moved).toBe(moved);
    expect(given.columns).toEqual(columns);
    expect(done.mapping.severities).toEqual(given.severities);
  });

  test('never gives one target to two columns, whatever is chosen', () => {
    let present = mapping(['leave_out', 'leave_out', 'leave_out', 'leave_out']);
    for (let turn = 0; turn < 200; turn += 1) {
      const choice = TARGETS[(turn * 7) % TARGETS.length]!;
      present = withColumn(present, (turn * 3) % 4, choice.target).mapping;
      const used = present.columns.filter((target) => target !== 'leave_out');
      expect(new Set(used).size).toBe(used.length);
    }
  });

  test('says which column lost it', () => {
    expect(movedSentence(preview({}).columns, 0, 'title')).toBe(
      'Subject is left out now: Title comes from one column.',
    );
    expect(movedSentence(preview({}).columns, null, 'title')).toBe('');
  });
});

describe('what the file holds', () => {
  test.each([
    [preview({}), '2,140 rows, 2 columns, UTF-8, comma'],
    [preview({ rows: 1, format: 'ndjson', delimiter: null }), '1 row, 2 columns, UTF-8, NDJSON'],
  ])('shape', (given, text) => {
    expect(shapeOf(given)).toBe(text);
  });

  test.each([
    [{}, 2138, '2 will be left out, 3 need a look. Nothing has been written yet.'],
    [{ left_out: 0, noted: 1, clean: 9 }, 10, '1 needs a look. Nothing has been written yet.'],
    [{ left_out: 0, noted: 0, clean: 9 }, 9, 'Nothing has been written yet.'],
  ])('outlook of %j', (over, ready, text) => {
    expect(readyRows(preview(over))).toBe(ready);
    expect(outlook(preview(over))).toBe(text);
  });
});
