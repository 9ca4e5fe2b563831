import type {
  DeclineReason,
  Kind,
  RiskKind,
  RiskLevel,
  Severity,
  Stage,
  Status,
  ThemeTrend,
  TriageState,
} from './ipc';

/** The words people see for the engine's values, in the order they are listed. */
export const kinds: Record<Kind, { one: string; many: string }> = {
  ticket: { one: 'Ticket', many: 'Tickets' },
  feedback: { one: 'Feedback', many: 'Feedback' },
  incident: { one: 'Incident', many: 'Incidents' },
  alert: { one: 'Alert', many: 'Alerts' },
  error: { one: 'Error', many: 'Errors' },
  change: { one: 'Change', many: 'Changes' },
  deployment: { one: 'Deployment', many: 'Deployments' },
};

export const severities: Record<Severity, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

export const statuses: Record<Status, string> = { open: 'Open', resolved: 'Resolved', closed: 'Closed' };

export const states: Record<TriageState, string> = {
  inbox: 'In the Inbox',
  accepted: 'Accepted',
  merged: 'Merged',
  declined: 'Declined',
  snoozed: 'Snoozed',
};

export const stages: Record<Stage, string> = {
  captured: 'Captured',
  assessing: 'Assessing',
  ready: 'Ready',
  exported: 'Exported',
  in_progress: 'In progress',
  delivered: 'Delivered',
  verified: 'Verified',
  rejected: 'Declined',
};

export const trends: Record<ThemeTrend, string> = {
  new: 'New',
  growing: 'Growing',
  steady: 'Steady',
  fading: 'Fading',
};

export const riskKinds: Record<RiskKind, { title: string; asks: string }> = {
  value: { title: 'Value', asks: 'What if nobody wants it?' },
  usability: { title: 'Usability', asks: 'What if people can’t use it?' },
  feasibility: { title: 'Feasibility', asks: 'What if it can’t be built like this?' },
  viability: { title: 'Viability', asks: 'What if it isn’t allowed, or costs too much?' },
  operational: { title: 'Operational', asks: 'What if it can’t be run safely?' },
};

export const riskLevels: Record<RiskLevel, string> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  very_high: 'Very high',
};

export const reasons: Record<DeclineReason, string> = {
  not_our_product: 'Not our product',
  already_fixed: 'Already fixed',
  too_rare: 'Too rare to act on',
  not_real: 'Not a real report',
  other: 'Another reason',
};

/** The keys of a word list, typed. */
export function keysOf<K extends string>(list: Record<K, unknown>): K[] {
  return Object.keys(list) as K[];
}
