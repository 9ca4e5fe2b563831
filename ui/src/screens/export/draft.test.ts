import { expect, test } from 'vitest';
import type { ConnectionView, OutboxEntry } from '../../ipc';
import {
  draftNeeds,
  labelsOf,
  needsCheck,
  pieces,
  projectNeeds,
  sameText,
  textOf,
  trackersOf,
} from './draft';

const DRAFT = {
  project: '',
  title: 'One charge per order',
  description: 'Problem',
  labels: ['checkout'],
  fields: {},
};
const connection = (name: string, writes: boolean, health = 'healthy') =>
  ({ name, writes, health }) as ConnectionView;

test('only connections that write are trackers, those at rest last', () => {
  const given = [
    connection('Zebra', true),
    connection('Alerts', false),
    connection('Ant', true, 'stopped'),
    connection('Asp', true, 'paused'),
  ];
  expect(trackersOf(given).map((one) => one.name)).toEqual(['Zebra', 'Ant', 'Asp']);
});

test.each([
  [{ ...DRAFT, title: '  ' }, 'The item needs a title.'],
  [DRAFT, null],
])('a draft needs a title', (draft, needs) => {
  expect(draftNeeds(draft)).toBe(needs);
});

test.each([
  ['checkout, billing', ['checkout', 'billing']],
  [' ,a,, a ,b', ['a', 'b']],
  ['', []],
])('labels of %j', (text, labels) => {
  expect(labelsOf(text)).toEqual(labels);
});

test.each([
  [DRAFT, false],
  [{ ...DRAFT, labels: ['checkout'] }, false],
  [{ ...DRAFT, labels: [] }, true],
  [{ ...DRAFT, description: 'Other' }, true],
])('knows whether a draft was changed', (draft, changed) => {
  expect(!sameText(textOf(draft), textOf(DRAFT))).toBe(changed);
});

test('only entries without an answer need a check', () => {
  const entries = ['queued', 'needs_check', 'sent', 'failed', 'cancelled'].map(
    (state) => ({ state }) as OutboxEntry,
  );
  expect(needsCheck(entries)).toEqual([entries[1]]);
});

test.each([
  '',
  'one line',
  '## Problem\nWrite to [e-mail removed] or [phone number removed].\n\n> [not] removed\n',
  'h3. Textile\n[removed]',
])('the preview of %j is the text itself', (text) => {
  expect(
    pieces(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

test('headings and removed parts are told apart', () => {
  const parts = pieces('## Problem\nWrite to [e-mail removed].\n');
  expect(parts.filter((piece) => piece.head).map((piece) => piece.text)).toEqual(['## Problem\n']);
  expect(parts.filter((piece) => piece.removed).map((piece) => piece.text)).toEqual(['[e-mail removed]']);
});

test.each([
  ['ledger', '', null],
  ['', 'ledger', null],
  ['', '', 'Choose the project it goes to.'],
])('an item goes to the project of the connection %o or the chosen one %o', (own, chosen, wanted) => {
  expect(projectNeeds({ ...DRAFT, project: chosen }, { account: { project: own } } as ConnectionView)).toBe(
    wanted,
  );
});
