import { count, day } from '../../../format';
import { stages } from '../../../words';
import { leadDays, type Line } from './timeline';

/** "Captured 2 Sep, Assessing 1 Oct, delivered 3 Nov after 62 days." */
export function lineInWords(line: Line, now: number): string {
  const { spans, delivered, verified, declined, due } = line;
  const parts = spans
    .filter(({ stage }) => stage !== 'delivered')
    .map(({ stage, from }) => `${stages[stage]} ${day(from, now)}`);
  const lead = leadDays(line);
  if (delivered !== null)
    parts.push(
      `delivered ${day(delivered, now)}${lead === null ? '' : ` after ${count(lead, 'day', 'days')}`}`,
    );
  if (verified !== null) parts.push(`verified ${day(verified, now)}`);
  if (declined !== null) parts.push(`declined ${day(declined, now)}`);
  const tests = due.length === 0 ? '' : ` Tests due ${due.map((at) => day(at, now)).join(', ')}.`;
  return `${parts.join(', ')}.${tests}`;
}
