import type { SignalRow } from '../../ipc';
import { age, ageInWords, moment } from '../../format';
import { kinds, severities } from '../../words';

/** What a voice says for a row: kind, title, who, severity, age, evidence. */
export function rowLabel(row: SignalRow, now: number): string {
  const parts = [
    row.unread ? 'Unread' : '',
    kinds[row.kind].one,
    row.title,
    who(row),
    row.severity ? severities[row.severity] : '',
    ageInWords(row.happened_at, now),
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

/** "until tomorrow 08:00" for a sleeping one. */
export function sleepsUntil(row: SignalRow, now: number): string {
  return row.state === 'snoozed' && row.snoozed_until !== null
    ? `until ${moment(row.snoozed_until, now)}`
    : '';
}
