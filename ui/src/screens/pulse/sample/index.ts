import { changes, detours, features, flow, flowReceipt } from './changes';
import {
  andon,
  assessment,
  fixes,
  forum,
  improvements,
  minutes,
  patternReceipt,
  patterns,
  versions,
} from './forum';
import { links, overview, receipt } from './operation';
import { causes, detail, problems } from './problems';

export * from './changes';
export * from './forum';
export * from './operation';
export * from './problems';
export * from './time';

/** What the engine answers; a test overrides what it is about. */
export function answer(name: string): unknown {
  const known: Record<string, unknown> = {
    pulse: overview,
    pulse_links: links,
    pulse_receipt: receipt,
    problems,
    problem: detail,
    changes_page: changes,
    flow,
    flow_receipt: flowReceipt,
    feature_use: features,
    features_page: { used: features, detours },
    causes,
    forum,
    improvements,
    assessment,
    anti_patterns: patterns,
    anti_pattern_receipt: patternReceipt,
    andon,
    andon_of: andon.flags,
    andon_fixes: fixes,
    andon_history: versions,
    forum_versions: versions,
    forum_minutes: minutes,
    restore_targets: [
      { product: null, name: '', targets: [{ class: 'critical', minutes: 120, own: false }], hours: null },
    ],
    facets: {
      total: 1,
      products: [{ id: 1, name: 'Shop', count: 3 }],
      services: [{ id: 2, name: 'checkout', count: 2 }],
    },
    opportunities: { rows: [], hidden: 0, draws: 0, seed: 1, reach_unit: '', limits: [] },
  };
  return known[name] ?? { step: 1, message: `Did ${name}`, changed: 1, left_out: [], opportunity: null };
}
