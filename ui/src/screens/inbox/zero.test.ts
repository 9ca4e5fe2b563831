import { expect, test } from 'vitest';
import { zeroInWords } from './zero';

const none = { accepted: 0, merged: 0, declined: 0, snoozed: 0, next_back: null, waiting: 0, unscored: 0 };

test.each([
  [none, 'Nothing was left to decide today.', ''],
  [{ ...none, accepted: 2, declined: 1200, snoozed: 1 }, 'Today: 2 accepted, 1,200 declined, 1 snoozed.', ''],
  [
    { ...none, next_back: 5, waiting: 1 },
    'Nothing was left to decide today.',
    'The next snoozed signal comes back at 5. 1 signal waits for more signals or a deployment.',
  ],
])('%o', (zero, done, back) => {
  expect(zeroInWords(zero, (at) => `at ${at}`)).toEqual({ done, back });
});
