import { count, number, percent } from '../../../format';
import type { AuditClass, AuditCounts, AuditMatchKind, Evidence } from '../../../ipc';

/** The classes in the order of the filter, as people read them. */
export const classes: Record<AuditClass, string> = {
  all: 'All open items',
  fresh: 'Fresh evidence',
  stale: 'Evidence older than 90 days',
  none: 'No evidence',
  no_data: 'No data',
  duplicate: 'Look like duplicates',
  shipped: 'Delivered already',
  kept: 'Kept aside',
};

export const classIds = Object.keys(classes) as AuditClass[];

export const evidenceWords: Record<Evidence, string> = {
  fresh: 'Fresh',
  stale: 'Older',
  none: 'None',
  no_data: 'No data',
};

export const tones = { fresh: 'accent', stale: 'plain', none: 'risk', no_data: 'outline' } as const;

export const matchWords: Record<AuditMatchKind, string> = {
  signal: 'Signal',
  theme: 'Theme',
  opportunity: 'Opportunity',
  item: 'Item',
  usage: 'Use',
};

/** How many items of a class there are. */
export function sizeOf(counts: AuditCounts, id: AuditClass): number {
  return {
    all: counts.open,
    fresh: counts.fresh,
    stale: counts.stale,
    none: counts.none,
    no_data: counts.no_data,
    duplicate: counts.duplicates,
    shipped: counts.shipped,
    kept: counts.kept,
  }[id];
}

export interface Part {
  id: 'fresh' | 'stale' | 'none';
  title: string;
  items: number;
  share: number;
}

/** What the bar is made of: only items of which something can be said. */
export function partsOf(counts: AuditCounts): Part[] {
  return (['fresh', 'stale', 'none'] as const).map((id) => ({
    id,
    title: classes[id],
    items: counts[id],
    share: counts.judged > 0 ? counts[id] / counts.judged : 0,
  }));
}

/** For a voice: "Fresh evidence 188, 46 %; …". */
export function barInWords(counts: AuditCounts): string {
  return partsOf(counts)
    .map((part) => `${part.title} ${number(part.items)}, ${percent(part.share)}`)
    .join('; ');
}

const DAY = 86_400_000;

/** `3 y 4 mo`, `5 mo`, or that nobody knows. */
export function ageOf(then: number | null, now: number): string {
  if (then === null) return 'not known';
  const months = Math.floor(Math.max(0, now - then) / (DAY * 30.4375));
  const years = Math.floor(months / 12);
  const rest = months % 12;
  return [years > 0 ? `${years} y` : '', rest > 0 || years === 0 ? `${rest} mo` : '']
    .filter(Boolean)
    .join(' ');
}

/** "Median age 14 months." */
export function medianInWords(counts: AuditCounts): string {
  if (counts.median_age_days === null) return '';
  return ` Median age ${count(Math.round(counts.median_age_days / 30.4375), 'month')}.`;
}
