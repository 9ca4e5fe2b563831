import { expect, test } from 'vitest';
import type { LoopCounts } from '../../../ipc';
import { howTold, stretch, waited } from './words';

const DAY = 86_400_000;
const none: LoopCounts = { asked: 0, told: 0, due: 0, later: 0, unanswered: 0, to_check: 0 };

test.each([
  [0, 'today'],
  [DAY - 1, 'today'],
  [DAY, '1 day'],
  [36 * DAY, '36 days'],
  [-DAY, 'today'],
])('a wait of %d ms is “%s”', (millis, words) => expect(waited(0, millis)).toBe(words));

test.each([
  [DAY / 2, '0.5 days'],
  [12.4 * DAY, '12 days'],
  [DAY, '1 day'],
])('%d ms last “%s”', (millis, words) => expect(stretch(millis)).toBe(words));

test.each([
  [{ told: 14, due: 4, to_check: 1 }, '14 told, 5 waiting'],
  [{ later: 17 }, '17 to tell later'],
  [{}, 'Nobody asked'],
])('%o reads “%s”', (counts, words) => expect(howTold({ ...none, ...counts })).toBe(words));
