import type { InboxZero } from '../../ipc';
import { count, number } from '../../format';

/** What was done today, and what comes back. `when` says a moment in words. */
export function zeroInWords(zero: InboxZero, when: (at: number) => string): { done: string; back: string } {
  const parts = [
    [zero.accepted, 'accepted'],
    [zero.declined, 'declined'],
    [zero.merged, 'merged'],
    [zero.snoozed, 'snoozed'],
  ] as const;
  const done = parts.filter(([n]) => n > 0).map(([n, word]) => `${number(n)} ${word}`);
  const back = [
    zero.next_back === null ? '' : `The next snoozed signal comes back ${when(zero.next_back)}.`,
    zero.waiting === 0
      ? ''
      : `${count(zero.waiting, 'signal')} ${zero.waiting === 1 ? 'waits' : 'wait'} for more signals or a deployment.`,
  ];
  return {
    done: done.length > 0 ? `Today: ${done.join(', ')}.` : 'Nothing was left to decide today.',
    back: back.filter(Boolean).join(' '),
  };
}
