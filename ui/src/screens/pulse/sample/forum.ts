/** A meeting about it, and what is tried to work better. */
import type {
  AndonList,
  AntiPattern,
  Assessment,
  FixChoice,
  Forum,
  ForumItem,
  HistoryEntry,
  ImprovementCard,
  ImprovementRegister,
  MinutesView,
  PatternOf,
  PatternReceipt,
} from '../../../ipc';
import { DAY, HOUR, MINUTE, NOW } from './time';

export function item(key: string, title: string, change: Partial<ForumItem> = {}): ForumItem {
  return {
    key,
    kind: 'came_back',
    title,
    know: '3 episodes in 90 days',
    facts: [{ text: '35 incidents and alerts', signal: null }],
    because: 'Came back',
    asks: 'Make it an opportunity?',
    brings: 'Product',
    minutes: 7,
    starts: NOW + 2 * HOUR,
    ways: [
      { verb: 'make_opportunity', title: 'Make it an opportunity' },
      { verb: 'note', title: 'Fix it first, look again next time' },
    ],
    decision: null,
    leads_to: { type: 'problem', key: 'bb' },
    ...change,
  };
}

export const forum: Forum = {
  cadence: { weekday: 4, every_weeks: 1, at: 14 * 60, zone: 'Europe/Berlin', time_box: 45 },
  next: NOW + 2 * HOUR,
  running_since: null,
  since: NOW - 7 * DAY,
  skipped: [NOW - 7 * DAY],
  time_box: 45,
  used: 22,
  items: [
    item('since', 'Since last time', { kind: 'since_last_time', because: 'Every week', minutes: 5 }),
    item('incident desk/INC-1', 'Price lookup times out', {
      kind: 'open_incident',
      because: 'Open incident',
      minutes: 10,
      facts: [{ text: 'INC-2291', signal: 21 }],
    }),
    item('problem bb', 'Token refresh fails'),
  ],
  aside: [
    { item: item('sprint checkout', 'Sprint size, checkout'), why: 'not_ripe', reason: 'needs 3 sprints' },
  ],
  actions: [
    {
      uid: 'a1',
      about: '',
      text: 'Name one on-call for identity',
      owner: 'Dana',
      due: NOW - 2 * DAY,
      written_at: NOW - 9 * DAY,
      done_at: null,
      late: true,
    },
  ],
  late: 1,
  rules: ['First comes what became of the last meeting’s actions.'],
  held: [{ uid: 'm1', from: NOW - 14 * DAY, to: NOW - 14 * DAY + 40 * MINUTE, decisions: 2 }],
};

export const minutes: MinutesView = {
  minutes: {
    workspace: 'Shop',
    from: NOW - 14 * DAY,
    to: NOW - 14 * DAY + 40 * MINUTE,
    items: [
      {
        kind: 'open_incident',
        title: 'Disk full',
        know: 'INC-10 open for 5 h',
        because: 'Open incident',
        brings: 'Development',
        minutes: 10,
        way: 'Roll back',
        text: 'At noon.',
        at: NOW - 14 * DAY,
      },
    ],
    actions: [{ uid: 'a7', text: 'Free the disk', owner: 'Operations', due: NOW - 12 * DAY, done: true }],
    not_reached: ['Cart is empty'],
    notes: '',
  },
  text: 'Forum of Shop',
};

export const versions: HistoryEntry[] = [
  {
    step: 9,
    at: NOW - DAY,
    actor: 'Ana',
    what: 'Changed the action “Name one on-call for identity”',
    field: 'action',
    was: 'Name an on-call, Dana',
    now: 'Name one on-call for identity, Dana',
    undone: false,
  },
];

export function improvement(
  uid: string,
  title: string,
  change: Partial<ImprovementCard> = {},
): ImprovementCard {
  return {
    uid,
    title,
    hypothesis: '',
    goal: 'Restore median under 1 h',
    seen: '',
    owner: 'Operations',
    check_at: NOW + DAY,
    source: { type: 'none' },
    step: 'plan',
    since: NOW - 3 * DAY,
    verdict: null,
    overdue: false,
    created_at: NOW - 3 * DAY,
    ...change,
  };
}

export const improvements: ImprovementRegister = {
  cards: [
    improvement('c1', 'One named on-call'),
    improvement('c2', 'Resume stopped runs', { step: 'check', overdue: true, seen: '4.4, n = 22' }),
    improvement('c3', 'Staged rollouts', { step: 'act', verdict: 'kept' }),
  ],
  overdue: 1,
  decided: 1,
};

const questions = ['see', 'plan'].map((id) => ({
  id,
  dimension: 'working',
  title: id === 'see' ? 'We see what breaks first' : 'Operations shape the plan',
  asks: id === 'see' ? 'We know before people write.' : 'What operations see changes the plan.',
}));

export const assessment: Assessment = {
  questions,
  rounds: [3, 2].map((mean, i) => ({
    uid: `r${i}`,
    opened_at: NOW - (200 - i * 100) * DAY,
    closed_at: NOW - (190 - i * 100) * DAY,
    n: 9,
    results: questions.map(({ id }) => ({
      question: id,
      mean: id === 'plan' ? mean : 5 - mean,
      low: 1,
      high: 4,
    })),
  })),
  least: 5,
  warning: { question: 'plan', says: '“Operations shape the plan” falls by 1.0 to 2.0. n = 9.' },
};

export const patterns: AntiPattern[] = [
  {
    id: 'batches',
    title: 'Big batches',
    state: 'found',
    says: '1 of 12 deployments stand out.',
    advice: 'Release what is ready once a day.',
    improvement: null,
  },
  {
    id: 'reopened',
    title: 'Work is reopened',
    state: 'no_data',
    says: 'No tool that is read tells what was reopened.',
    advice: 'Agree on what “done” means.',
    improvement: null,
  },
];

const deployment = (id: number, title: string): PatternOf => ({
  type: 'record',
  record: { id, kind: 'deployment', label: `DEP-${id}`, title, service: 'checkout', at: NOW - DAY },
});

export const patternReceipt: PatternReceipt = {
  title: 'Big batches',
  how: ['Far more changes than usual.'],
  result: '1 of 12 deployments stand out.',
  from: NOW - 90 * DAY,
  to: NOW,
  counted: [{ of: deployment(5, 'checkout 7.40.5'), says: '12 changes at once, usually 2' }],
  counted_total: 1,
  others: [{ of: deployment(6, 'checkout 7.40.6'), says: '2 changes at once, usually 2' }],
  others_total: 11,
  text: 'Big batches: 1 of 12 deployments stand out.',
};

export const andon: AndonList = {
  flags: [
    {
      place: { type: 'product', name: 'Shop' },
      reason: 'Orders are charged twice',
      raised_at: NOW - DAY,
      stops: true,
      opportunities: 3,
      fix: null,
      fixed_with: null,
      fixed_at: null,
      lifted: null,
      lifted_at: null,
    },
  ],
  places: [
    { type: 'product', name: 'Shop' },
    { type: 'service', name: 'checkout' },
  ],
};

export const fixes: FixChoice[] = [
  {
    fix: { type: 'signal', id: 53 },
    kind: 'deployment',
    label: 'DEP-9',
    title: 'checkout 7.41',
    detail: 'checkout',
    at: NOW - DAY,
  },
  {
    fix: { type: 'item', id: 3 },
    kind: null,
    label: '#8841',
    title: 'Charge once',
    detail: 'Desk',
    at: NOW - 2 * DAY,
  },
];
