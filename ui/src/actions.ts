/** Where an action's key is offered. Keys are unique within each scope together with `everywhere`. */
export type Scope =
  | 'everywhere'
  | 'list'
  | 'inbox'
  | 'themes'
  | 'theme'
  | 'split'
  | 'opportunities'
  | 'opportunity'
  | 'pulse'
  | 'problem'
  | 'score'
  | 'whatIf'
  | 'backlog'
  | 'news'
  | 'sources'
  | 'import'
  | 'export'
  | 'settings'
  | 'merge'
  | 'first-run';

export type Group = 'Move' | 'Decide' | 'Find' | 'Work on it' | 'Go to';

export interface Action {
  title: string;
  /** Bindings as tinykeys writes them: 'j', 'Shift+J', 'g i', '$mod+k'. The first one is shown. */
  keys: readonly string[];
  group: Group;
  when: readonly Scope[];
}

const inList = ['list'] as const;
const always = ['everywhere'] as const;

/**
 * Every verb of the app, once. Keyboard, palette, help and action bars all read it; a screen says what a verb
 * does with `perform` (state/commands). One key means one thing on every screen.
 */
export const actions = {
  next: { title: 'Next', keys: ['j', 'ArrowDown'], group: 'Move', when: inList },
  previous: { title: 'Previous', keys: ['k', 'ArrowUp'], group: 'Move', when: inList },
  open: { title: 'Open', keys: ['Enter'], group: 'Move', when: inList },
  back: { title: 'Back or close', keys: ['Escape'], group: 'Move', when: always },
  first: { title: 'First', keys: ['Home'], group: 'Move', when: inList },
  last: { title: 'Last', keys: ['End'], group: 'Move', when: inList },
  pageDown: { title: 'A page down', keys: ['PageDown'], group: 'Move', when: inList },
  pageUp: { title: 'A page up', keys: ['PageUp'], group: 'Move', when: inList },
  select: { title: 'Select', keys: ['x'], group: 'Move', when: inList },
  extendDown: {
    title: 'Extend the selection down',
    keys: ['Shift+J', 'Shift+ArrowDown'],
    group: 'Move',
    when: inList,
  },
  extendUp: {
    title: 'Extend the selection up',
    keys: ['Shift+K', 'Shift+ArrowUp'],
    group: 'Move',
    when: inList,
  },
  selectAll: { title: 'Select all', keys: ['$mod+a'], group: 'Move', when: inList },
  region: { title: 'Next region', keys: ['F6'], group: 'Move', when: always },
  regionBack: { title: 'Previous region', keys: ['Shift+F6'], group: 'Move', when: always },
  nextTab: { title: 'Next tab', keys: ['$mod+PageDown'], group: 'Move', when: always },
  previousTab: { title: 'Previous tab', keys: ['$mod+PageUp'], group: 'Move', when: always },
  sidebar: { title: 'Sidebar as rail', keys: ['['], group: 'Move', when: always },
  facts: { title: 'Facts beside the text', keys: [']'], group: 'Move', when: ['inbox', 'opportunity'] },

  accept: {
    title: 'Accept',
    keys: ['1'],
    group: 'Decide',
    when: ['inbox', 'themes', 'theme', 'sources', 'pulse', 'problem', 'opportunity', 'backlog'],
  },
  acceptTheme: { title: 'Accept the whole theme', keys: ['Shift+Enter'], group: 'Decide', when: ['inbox'] },
  merge: {
    title: 'Merge',
    keys: ['2'],
    group: 'Decide',
    when: ['inbox', 'themes', 'theme'],
  },
  decline: {
    title: 'Decline',
    keys: ['3'],
    group: 'Decide',
    when: ['inbox', 'themes', 'theme', 'opportunities', 'opportunity', 'sources', 'pulse', 'backlog'],
  },
  keepItem: { title: 'Keep although no evidence', keys: ['Shift+Y'], group: 'Decide', when: ['backlog'] },
  snooze: { title: 'Snooze', keys: ['h'], group: 'Decide', when: ['inbox', 'themes', 'theme'] },
  link: {
    title: 'Link',
    keys: ['l'],
    group: 'Decide',
    when: ['inbox', 'themes', 'theme', 'opportunity', 'backlog', 'problem'],
  },
  against: { title: 'Speaks against it', keys: ['Alt+a'], group: 'Decide', when: ['opportunity'] },
  mark: { title: 'Mark a passage', keys: ['q'], group: 'Decide', when: ['inbox'] },
  split: { title: 'Split', keys: ['s'], group: 'Decide', when: ['inbox', 'themes', 'theme', 'merge'] },
  moveTo: { title: 'Move to another theme', keys: ['Shift+M'], group: 'Decide', when: ['inbox', 'theme'] },
  keepOut: { title: 'Not this theme', keys: ['Delete'], group: 'Decide', when: ['theme'] },
  pin: { title: 'Pin to this theme', keys: ['Shift+H'], group: 'Decide', when: ['theme'] },
  keepTogether: { title: 'Keep together', keys: ['Shift+T'], group: 'Decide', when: ['theme'] },
  keepApart: { title: 'Keep apart', keys: ['Shift+U'], group: 'Decide', when: ['theme', 'merge'] },
  partLeft: { title: 'To the part on the left', keys: ['ArrowLeft'], group: 'Decide', when: ['split'] },
  partRight: { title: 'To the part on the right', keys: ['ArrowRight'], group: 'Decide', when: ['split'] },
  reopen: {
    title: 'Put back into the Inbox',
    keys: ['b'],
    group: 'Decide',
    when: ['inbox', 'opportunities'],
  },
  swap: { title: 'Swap sides', keys: ['w'], group: 'Decide', when: ['merge'] },
  markSeen: { title: 'Mark as seen', keys: ['Shift+R'], group: 'Decide', when: ['news'] },
  undo: { title: 'Undo', keys: ['z', '$mod+z'], group: 'Decide', when: always },
  redo: { title: 'Redo', keys: ['Shift+Z', '$mod+Shift+Z'], group: 'Decide', when: always },

  search: { title: 'Search this screen', keys: ['/'], group: 'Find', when: always },
  palette: { title: 'Search everything', keys: ['$mod+k'], group: 'Find', when: always },
  filter: {
    title: 'Filter',
    keys: ['f'],
    group: 'Find',
    when: ['inbox', 'themes', 'opportunities', 'backlog', 'pulse'],
  },
  whyHere: { title: 'Why here?', keys: ['y'], group: 'Find', when: ['inbox', 'theme'] },
  grouped: { title: 'Grouped or flat', keys: ['Shift+F'], group: 'Find', when: ['inbox', 'themes'] },
  chart: {
    title: 'Chart or table',
    keys: ['t'],
    group: 'Find',
    when: ['theme', 'opportunities', 'opportunity', 'score', 'pulse', 'problem'],
  },
  saveView: {
    title: 'Save as a view',
    keys: ['Shift+V'],
    group: 'Find',
    when: ['inbox', 'themes', 'opportunities'],
  },
  zoomIn: { title: 'Larger', keys: ['$mod+=', '$mod+Plus'], group: 'Find', when: always },
  zoomOut: { title: 'Smaller', keys: ['$mod+-'], group: 'Find', when: always },
  zoomReset: { title: 'Standard size', keys: ['$mod+0'], group: 'Find', when: always },
  help: { title: 'All keys', keys: ['?'], group: 'Find', when: always },

  new: {
    title: 'New',
    keys: ['n'],
    group: 'Work on it',
    when: ['opportunities', 'opportunity', 'score', 'sources', 'first-run', 'problem', 'pulse', 'settings'],
  },
  import: {
    title: 'Import a file',
    keys: ['i'],
    group: 'Work on it',
    when: ['sources', 'opportunities', 'opportunity', 'first-run'],
  },
  demo: { title: 'Open the demo', keys: ['d'], group: 'Work on it', when: ['first-run'] },
  score: { title: 'Score', keys: ['r'], group: 'Work on it', when: ['opportunities', 'opportunity'] },
  risk: { title: 'Judge a risk', keys: ['Shift+R'], group: 'Work on it', when: ['opportunity'] },
  hypothesis: {
    title: 'Write the hypothesis',
    keys: ['Shift+I'],
    group: 'Work on it',
    when: ['opportunity'],
  },
  expected: { title: 'Write what we expect', keys: ['Shift+X'], group: 'Work on it', when: ['opportunity'] },
  setGoal: { title: 'Set the goal', keys: ['Shift+Y'], group: 'Work on it', when: ['opportunity'] },
  export: { title: 'Export', keys: ['e'], group: 'Work on it', when: ['opportunities', 'opportunity'] },
  exportAll: {
    title: 'Export several',
    keys: ['Alt+e'],
    group: 'Work on it',
    when: ['opportunities'],
  },
  tryAgain: { title: 'Try again', keys: ['Alt+n'], group: 'Work on it', when: ['export'] },
  tryAllAgain: { title: 'Try again what failed', keys: ['Alt+w'], group: 'Work on it', when: ['export'] },
  columnLeft: {
    title: 'To the column on the left',
    keys: ['ArrowLeft'],
    group: 'Move',
    when: ['opportunities'],
  },
  columnRight: {
    title: 'To the column on the right',
    keys: ['ArrowRight'],
    group: 'Move',
    when: ['opportunities'],
  },
  moveUp: { title: 'Move up', keys: ['Shift+ArrowUp'], group: 'Move', when: ['opportunities'] },
  moveDown: { title: 'Move down', keys: ['Shift+ArrowDown'], group: 'Move', when: ['opportunities'] },
  newOutcome: { title: 'New outcome', keys: ['Shift+N'], group: 'Work on it', when: ['opportunities'] },
  timeScale: { title: 'By month or quarter', keys: ['Shift+Q'], group: 'Find', when: ['opportunities'] },
  stageNext: {
    title: 'Next stage',
    keys: ['Shift+ArrowRight'],
    group: 'Work on it',
    when: ['opportunities', 'opportunity', 'pulse'],
  },
  stageBack: {
    title: 'Stage before',
    keys: ['Shift+ArrowLeft'],
    group: 'Work on it',
    when: ['opportunities', 'opportunity', 'pulse'],
  },
  saveFile: {
    title: 'Save as a file',
    keys: ['Shift+E'],
    group: 'Work on it',
    when: ['opportunities', 'themes', 'backlog', 'pulse'],
  },
  groupAgain: { title: 'Group again', keys: ['Shift+G'], group: 'Work on it', when: ['themes'] },
  setAside: { title: 'Rows set aside', keys: ['Shift+A'], group: 'Work on it', when: ['sources'] },
  reviewLinks: { title: 'Review links', keys: ['v'], group: 'Work on it', when: ['pulse', 'problem'] },
  workaround: { title: 'Write the workaround', keys: ['Shift+W'], group: 'Work on it', when: ['problem'] },
  knownError: { title: 'Known error', keys: ['Shift+O'], group: 'Work on it', when: ['problem'] },
  costRates: {
    title: 'Set what it costs',
    keys: ['Shift+D'],
    group: 'Work on it',
    when: ['pulse', 'problem'],
  },
  targets: { title: 'Change the targets', keys: ['Shift+B'], group: 'Work on it', when: ['pulse'] },
  tryLevel: { title: 'Try the advice', keys: ['Shift+L'], group: 'Work on it', when: ['pulse'] },
  moveEarlier: { title: 'Move earlier', keys: ['Shift+ArrowUp'], group: 'Work on it', when: ['pulse'] },
  moveLater: { title: 'Move later', keys: ['Shift+ArrowDown'], group: 'Work on it', when: ['pulse'] },
  meeting: { title: 'Start the meeting', keys: ['Shift+N'], group: 'Work on it', when: ['pulse'] },
  agree: { title: 'Agree on an action', keys: ['Shift+Y'], group: 'Work on it', when: ['pulse'] },
  copyText: { title: 'Copy as text', keys: ['Alt+c'], group: 'Work on it', when: ['pulse'] },
  cadence: { title: 'Change when it is', keys: ['Alt+d'], group: 'Work on it', when: ['pulse'] },
  improve: {
    title: 'Make an improvement',
    keys: ['Alt+i'],
    group: 'Work on it',
    when: ['pulse', 'problem'],
  },
  answer: { title: 'Answer the questions', keys: ['Alt+q'], group: 'Work on it', when: ['pulse'] },
  andon: { title: 'Stop exports', keys: ['Shift+Q'], group: 'Work on it', when: ['pulse'] },
  linkFix: {
    title: 'Link the fix',
    keys: ['F4'],
    group: 'Work on it',
    when: ['pulse', 'opportunity', 'export'],
  },
  lift: { title: 'Lift the flag', keys: ['Shift+U'], group: 'Work on it', when: ['pulse'] },
  flags: { title: 'Flags and their fixes', keys: ['Alt+f'], group: 'Find', when: ['pulse'] },
  versions: { title: 'Show its versions', keys: ['Alt+h'], group: 'Find', when: ['pulse'] },
  earlier: { title: 'A week earlier', keys: ['ArrowLeft'], group: 'Move', when: ['pulse'] },
  later: { title: 'A week later', keys: ['ArrowRight'], group: 'Move', when: ['pulse'] },
  rename: {
    title: 'Rename',
    keys: ['F2'],
    group: 'Work on it',
    when: ['themes', 'theme', 'split', 'opportunities', 'opportunity', 'sources', 'problem', 'pulse'],
  },
  remove: {
    title: 'Delete',
    keys: ['Delete'],
    group: 'Work on it',
    when: ['opportunities', 'opportunity', 'score', 'whatIf', 'sources', 'pulse', 'settings', 'export'],
  },
  product: { title: 'Put into a product', keys: ['Shift+P'], group: 'Work on it', when: ['sources'] },
  pause: {
    title: 'Pause',
    keys: ['p'],
    group: 'Work on it',
    when: ['sources', 'themes', 'settings', 'export'],
  },
  sync: { title: 'Sync now', keys: ['Shift+S'], group: 'Work on it', when: always },
  visit: {
    title: 'Open in its tool',
    keys: ['o'],
    group: 'Work on it',
    when: ['inbox', 'opportunity', 'backlog', 'sources', 'export'],
  },
  preview: { title: 'Show what it says', keys: ['Alt+v'], group: 'Work on it', when: ['settings'] },
  sendTest: { title: 'Send a test', keys: ['Alt+t'], group: 'Work on it', when: ['settings'] },
  readAnew: { title: 'Read everything anew', keys: ['Alt+s'], group: 'Work on it', when: ['backlog'] },
  report: { title: 'Audit report', keys: ['Shift+N'], group: 'Work on it', when: ['backlog'] },
  update: { title: 'Update the item', keys: ['u'], group: 'Work on it', when: ['backlog'] },
  tell: { title: 'Tell people', keys: ['m'], group: 'Work on it', when: ['backlog', 'opportunity'] },
  tellAll: { title: 'Tell everybody', keys: ['Shift+Enter'], group: 'Work on it', when: ['backlog'] },
  toldElsewhere: {
    title: 'Told in another way',
    keys: ['Shift+M'],
    group: 'Work on it',
    when: ['backlog'],
  },
  loopTexts: { title: 'Texts and days', keys: ['Shift+T'], group: 'Work on it', when: ['backlog'] },
  notesByRule: { title: 'Notes by rule', keys: ['Alt+n'], group: 'Work on it', when: ['backlog'] },
  comment: {
    title: 'Comment on the item',
    keys: ['c'],
    group: 'Work on it',
    when: ['backlog', 'opportunity'],
  },
  pastDate: { title: 'See a past date', keys: ['Alt+p'], group: 'Find', when: ['opportunity'] },
  changeBefore: { title: 'Change before', keys: ['ArrowLeft'], group: 'Move', when: ['opportunity'] },
  changeAfter: { title: 'Change after', keys: ['ArrowRight'], group: 'Move', when: ['opportunity'] },
  annotate: { title: 'Annotate', keys: ['a'], group: 'Work on it', when: ['opportunity'] },
  reply: { title: 'Reply', keys: ['Alt+c'], group: 'Work on it', when: ['opportunity'] },
  resolve: { title: 'Resolve', keys: ['Shift+C'], group: 'Work on it', when: ['opportunity'] },
  useEvidence: {
    title: 'Use the evidence',
    keys: ['Alt+u'],
    group: 'Work on it',
    when: ['score'],
  },
  whatIf: {
    title: 'What if',
    keys: ['Shift+W'],
    group: 'Work on it',
    when: ['opportunities', 'opportunity', 'score'],
  },
  estimates: {
    title: 'Where estimates differ',
    keys: ['Shift+D'],
    group: 'Work on it',
    when: ['opportunities', 'score', 'whatIf'],
  },
  keep: { title: 'Keep as a scenario', keys: ['$mod+s'], group: 'Work on it', when: ['whatIf'] },
  compare: { title: 'Compare scenarios', keys: ['Shift+O'], group: 'Work on it', when: ['whatIf'] },
  repair: { title: 'Repair the problem', keys: ['Alt+r'], group: 'Work on it', when: ['score'] },
  nextProblem: {
    title: 'Next problem',
    keys: ['F8'],
    group: 'Work on it',
    when: ['import', 'export', 'score'],
  },
  template: { title: 'Edit the template', keys: ['Alt+t'], group: 'Work on it', when: ['export'] },
  send: {
    title: 'Send, import or save',
    keys: ['$mod+Enter'],
    group: 'Work on it',
    when: ['score', 'whatIf', 'import', 'export', 'settings', 'backlog', 'pulse'],
  },

  goInbox: { title: 'Inbox', keys: ['g i'], group: 'Go to', when: always },
  goThemes: { title: 'Themes', keys: ['g t'], group: 'Go to', when: always },
  goOpportunities: { title: 'Opportunities', keys: ['g o'], group: 'Go to', when: always },
  goOutcomes: { title: 'Outcome checks', keys: ['g k'], group: 'Go to', when: always },
  goPulse: { title: 'Pulse', keys: ['g p'], group: 'Go to', when: always },
  goNews: { title: 'News', keys: ['g n'], group: 'Go to', when: always },
  goBacklog: { title: 'Backlog', keys: ['g b'], group: 'Go to', when: always },
  goSources: { title: 'Sources', keys: ['g s'], group: 'Go to', when: always },
  goServices: { title: 'Services', keys: ['g v'], group: 'Go to', when: always },
  goCustomers: { title: 'Customers', keys: ['g c'], group: 'Go to', when: always },
  goHidden: { title: 'Hidden', keys: ['g h'], group: 'Go to', when: always },
  goAppearance: { title: 'Appearance and keys', keys: ['g a'], group: 'Go to', when: always },
  goDigests: { title: 'Digests', keys: ['g d'], group: 'Go to', when: always },
  goSettings: { title: 'Settings', keys: ['$mod+,'], group: 'Go to', when: always },
  asTable: { title: 'As a table', keys: ['g 1'], group: 'Go to', when: ['opportunities'] },
  asBoard: { title: 'As a board', keys: ['g 2'], group: 'Go to', when: ['opportunities'] },
  asMatrix: { title: 'As a matrix', keys: ['g 3'], group: 'Go to', when: ['opportunities'] },
  asTree: { title: 'As a tree', keys: ['g 4'], group: 'Go to', when: ['opportunities'] },
  asTimeline: { title: 'As a timeline', keys: ['g 5'], group: 'Go to', when: ['opportunities'] },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof actions;

export const actionIds = Object.keys(actions) as ActionId[];

/** The table's entry, widened so that callers needn't know which literal it is. */
export function action(id: ActionId): Action {
  return actions[id];
}
