import type { SignalRow } from '../../ipc';
import { age, ageInWords, moment } from '../../format';
import { kinds, severities } from '../../words';

/** What a voice says before a row's title: whether it is new, and its kind. */
export function saidBefore(row: SignalRow): string {
  return `${row.unread ? 'Unread. ' : ''}${kinds[row.kind].one}. `;
}

/** What it says after title and name: severity, age, theme, evidence. */
export function saidAfter(row: SignalRow, now: number): string {
  const parts = [
    row.severity ? severities[row.severity] : '',
    ageInWords(row.happened_at, now),
    waiting(row, now) ? 'Not answered yet' : '',
    row.theme ? `Theme ${row.theme.title}` : '',
    row.opportunity ? `Evidence for ${row.opportunity.label}` : '',
  ];
  return `${parts.filter(Boolean).join('. ')}.`;
}

/** Who it came from, or where it happened. */
export function who(row: SignalRow): string {
  return row.customer ?? row.service ?? '';
}

/** The last column: until when it sleeps, or how old it is. */
export function ageOf(row: SignalRow, now: number): string {
  return age(row.happened_at, now);
}

/** Days without a decision after which a row says its age aloud, and the tone it does it in. */
const AGEING: [days: number, tone: 'plain' | 'risk'][] = [
  [30, 'risk'],
  [7, 'plain'],
];
const DAY = 86_400_000;

/** How long it has waited, once that is long: "9 days"; null before, and once it is decided. */
export function waiting(row: SignalRow, now: number): { text: string; tone: 'plain' | 'risk' } | null {
  // Nobody waits for an answer to what the team did itself.
  const own = row.kind === 'change' || row.kind === 'deployment';
  if (own || row.state !== 'inbox' || row.opportunity !== null) return null;
  const days = Math.floor((now - row.happened_at) / DAY);
  const found = AGEING.find(([least]) => days >= least);
  return found ? { text: `${days}\u00a0d`, tone: found[1] } : null;
}

/** "until tomorrow 08:00" or "until 3 more signals come" for a sleeping one. */
export function sleepsUntil(row: SignalRow, now: number): string {
  if (row.state === 'snoozed' && row.waits_for) return `until ${row.waits_for}`;
  return row.state === 'snoozed' && row.snoozed_until !== null
    ? `until ${moment(row.snoozed_until, now)}`
    : '';
}
