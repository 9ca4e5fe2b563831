import { count } from '../../../format';
import type { LoopCounts, LoopPerson, LoopStanding, Outcome, Way } from '../../../ipc';

const DAY = 86_400_000;

/** What there is to tell, as a filter or a chip says it. */
export const outcomes: Record<Outcome, string> = {
  planned: 'Planned',
  in_progress: 'In progress',
  shipped: 'Shipped',
  declined: 'Declined',
};

/** The same inside a sentence about the opportunity. */
export const became: Record<Outcome, string> = {
  planned: 'is planned',
  in_progress: 'is in progress',
  shipped: 'has shipped',
  declined: 'was declined',
};

export const standings: Record<LoopStanding, { word: string; tone: 'good' | 'risk' | 'plain' | 'bad' }> = {
  told: { word: 'Told', tone: 'good' },
  due: { word: 'To tell', tone: 'risk' },
  later: { word: 'Later', tone: 'plain' },
  to_check: { word: 'Needs a check', tone: 'bad' },
};

/** Through what somebody was told. */
export const ways: Record<Way, string> = {
  ticket: 'in the ticket',
  by_hand: 'in the ticket by hand',
  mail: 'by mail',
  phone: 'by phone',
  talk: 'in a talk',
  other: 'in another way',
};

/** How long somebody has waited: "36 days", "today". */
export function waited(since: number, now: number): string {
  const days = Math.floor(Math.max(0, now - since) / DAY);
  return days === 0 ? 'today' : count(days, 'day');
}

/** A stretch of time: "12.5 days". */
export function stretch(millis: number): string {
  const days = millis / DAY;
  return count(days >= 10 ? Math.round(days) : Math.round(days * 10) / 10, 'day');
}

/** "14 told, 5 waiting", "17 to tell later". */
export function howTold(counts: LoopCounts): string {
  const waiting = counts.due + counts.to_check;
  const parts = [
    counts.told > 0 ? `${counts.told} told` : '',
    waiting > 0 ? `${waiting} waiting` : '',
    counts.later > 0 ? `${counts.later} to tell later` : '',
  ].filter(Boolean);
  return parts.join(', ') || 'Nobody asked';
}

/** A person counts once an opportunity. */
export function keyOf(person: Pick<LoopPerson, 'opportunity' | 'reporter'>): string {
  return `${person.opportunity.id}-${person.reporter}`;
}
