import { calendarDay, count, day, money, number, percent } from '../../../format';
import type { EvidencePanel, NumberOf } from '../../../ipc';
import { severities } from '../../../words';

/** One measure of the evidence: a number that opens its receipt, and what it means. */
export interface Fact {
  of: NumberOf;
  label: string;
  /** "–" where nothing tells. */
  shown: string;
  says: string;
  tone?: 'risk';
}

/** Minutes as people say them: 47 min, 3 h 20 min, 2 d 4 h. */
export function minutes(all: number): string {
  const [days, hours, rest] = [Math.floor(all / 1440), Math.floor((all % 1440) / 60), all % 60];
  if (days > 0) return hours > 0 ? `${number(days)} d ${hours} h` : `${number(days)} d`;
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${rest} min`;
}

/** Every measure but the rate, which has a picture of its own. */
export function facts(panel: EvidencePanel, currency: string): Fact[] {
  return [
    renewals(panel, currency),
    share(panel),
    incidents(panel),
    targets(panel),
    severity(panel),
    sources(panel),
    recency(panel),
    against(panel),
  ];
}

function renewals({ renewals: known }: EvidencePanel, currency: string): Fact {
  const fact = { of: 'renewals', label: 'Renewals in 90 days' } as const;
  if (!known) return { ...fact, shown: '–', says: 'No customer’s renewal is known.' };
  if (known.customers === 0) {
    return { ...fact, shown: 'None', says: `of ${count(known.known, 'customer')} with a date` };
  }
  const next = known.soonest ? `, next ${calendarDay(known.soonest)}` : '';
  const shown = known.revenue > 0 ? money(known.revenue, currency) : count(known.customers, 'customer');
  return { ...fact, shown, says: `a year from ${count(known.customers, 'customer')}${next}`, tone: 'risk' };
}

function share({ share: known }: EvidencePanel): Fact {
  const fact = { of: 'active_share', label: 'Share of active users' } as const;
  if (!known) return { ...fact, shown: '–', says: 'No use of its services is counted.' };
  if (known.at_most === null)
    return { ...fact, shown: '–', says: 'Fewer users were counted than people told us.' };
  const told = `${count(known.people, 'person', 'people')} of ${number(known.users)} a day`;
  const most = percent(known.at_most);
  // A share below one in a hundred is a bound already.
  return { ...fact, shown: known.at_most < 0.01 ? most : `≤ ${most}`, says: `${told} in ${known.feature}` };
}

function incidents({ incidents: known }: EvidencePanel): Fact {
  const fact = { of: 'incident_minutes', label: 'Time in incidents' } as const;
  if (!known) return { ...fact, shown: '–', says: 'No incident is linked.' };
  const open = known.open > 0 ? `, ${number(known.open)} still open` : '';
  const without = known.without_end > 0 ? `, ${number(known.without_end)} without an end` : '';
  return {
    ...fact,
    shown: minutes(known.minutes),
    says: `in ${count(known.incidents, 'incident')}${open}${without}`,
  };
}

function targets({ targets: known }: EvidencePanel): Fact {
  const fact = { of: 'target_misses', label: 'Restored too late' } as const;
  if (!known) return { ...fact, shown: '–', says: 'No incident can be held against a target.' };
  const says = `of ${count(known.judged, 'incident')} with a target`;
  return known.missed > 0
    ? { ...fact, shown: number(known.missed), says, tone: 'risk' }
    : { ...fact, shown: '0', says };
}

function severity({ severities: all }: EvidencePanel): Fact {
  const fact = { of: 'severities', label: 'Severity' } as const;
  const [worst, ...others] = all.filter((one) => one.severity !== null);
  if (!worst?.severity) return { ...fact, shown: '–', says: 'No source tells one.' };
  const words = others.map((one) => `${number(one.signals)} ${one.severity}`);
  const unknown = all.find((one) => one.severity === null)?.signals ?? 0;
  if (unknown > 0) words.push(`${number(unknown)} unknown`);
  const tone = worst.severity === 'critical' ? ('risk' as const) : undefined;
  const shown = `${number(worst.signals)} ${severities[worst.severity].toLowerCase()}`;
  return { ...fact, shown, says: words.join(', ') || 'all of them', ...(tone ? { tone } : {}) };
}

function sources({ sources: all }: EvidencePanel): Fact {
  const fact = { of: 'sources', label: 'Sources' } as const;
  const [most] = all;
  if (!most) return { ...fact, shown: '–', says: 'No evidence is linked.' };
  const total = all.reduce((sum, one) => sum + one.signals, 0);
  const says =
    all.length === 1 ? `all from ${most.name}` : `${percent(most.signals / total)} from ${most.name}`;
  return { ...fact, shown: number(all.length), says };
}

function recency({ recency: known }: EvidencePanel): Fact {
  const fact = { of: 'recency', label: 'Newest' } as const;
  if (!known) return { ...fact, shown: '–', says: 'No evidence is linked.' };
  const shown = known.newest === 0 ? 'Today' : `${count(known.newest, 'day')} ago`;
  return { ...fact, shown, says: `${number(known.last_30)} of ${number(known.signals)} in the last 30 days` };
}

function against({ against: known }: EvidencePanel): Fact {
  const fact = { of: 'against', label: 'Speaks against it' } as const;
  if (known.signals === 0) return { ...fact, shown: 'None', says: 'nothing linked is marked so' };
  const says = `from ${count(known.people, 'person', 'people')}, never counted for it`;
  return { ...fact, shown: count(known.signals, 'signal'), says, tone: 'risk' };
}

/** "2.5 in the four weeks before. Since 6 Jul: 5.1 a week instead of 1.2." */
export function rateSays({ rate }: EvidencePanel, now: number): string {
  const parts = [
    rate.before === null
      ? 'Nothing to compare with yet.'
      : `${number(rate.before)} in the four weeks before.`,
  ];
  if (rate.turn) {
    const { at, before, after } = rate.turn;
    parts.push(`Since ${day(at, now)}: ${number(after)} a week instead of ${number(before)}.`);
  }
  return parts.join(' ');
}
