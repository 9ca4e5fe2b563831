import { describe, expect, test } from 'vitest';
import type { ConnectionView, Health, Problem, ProblemKind, Vendor } from '../../ipc';
import { addressNeeds, findTools, formFor, formNeeds, inOrder, noPage, wayOut } from './connections';

const VENDOR: Vendor = {
  id: 'redmine',
  name: 'Redmine',
  initials: 'Rm',
  group: 'work',
  reads: true,
  writes: true,
  user_label: '',
  secret_label: 'API key',
  secret_help: '',
  project_label: 'Project',
  secret_required: true,
  brings: 'issues',
  address: '',
  settings: [],
  proof: '',
};

const problem = (kind: ProblemKind): Problem => ({ kind, what: 'It stopped.', kept: '', todo: '' });
const connection = (name: string, health: Health, over: Partial<ConnectionView> = {}): ConnectionView => ({
  id: 1,
  name,
  account: { vendor: 'redmine', base_url: 'http://127.0.0.1:1', user: '', project: '', settings: {} },
  vendor_name: 'Redmine',
  initials: 'Rm',
  reads: true,
  writes: true,
  health,
  paused: false,
  progress: null,
  problem: null,
  last_sync: null,
  schedule: 'off',
  next_read: null,
  brought: '',
  signals: 0,
  set_aside: 0,
  has_secret: false,
  ...over,
});
test('connections that need a person come first', () => {
  const given = [
    connection('Zeta', 'healthy'),
    connection('Alpha', 'healthy'),
    connection('Beta', 'paused'),
    connection('Gamma', 'stopped'),
    connection('Delta', 'syncing'),
  ];
  expect(inOrder(given).map((one) => one.name)).toEqual(['Gamma', 'Delta', 'Alpha', 'Zeta', 'Beta']);
});

test.each<[ProblemKind, string | null]>([
  ['credential', 'secret'],
  ['unreachable', 'again'],
  ['bad_input', 'edit'],
])('the way out of %s is %s', (kind, way) => {
  expect(wayOut(connection('a', 'stopped', { problem: problem(kind) }), VENDOR)).toBe(way);
});

test('a healthy connection needs no way out, and a tool without a password is asked again', () => {
  expect(wayOut(connection('a', 'healthy'), VENDOR)).toBeNull();
  const open = { ...VENDOR, secret_label: '' };
  expect(wayOut(connection('a', 'stopped', { problem: problem('credential') }), open)).toBe('again');
});

describe('the form', () => {
  test.each([
    ['', /Add the address/],
    ['desk.example.com', /starts with/],
    ['ftp://desk.example.com', /starts with/],
    ['https://', /not an address/],
    ['https://me:pw@desk.example.com', /Leave name and password out/],
  ])('refuses the address %j', (address, says) => {
    expect(addressNeeds(address)).toMatch(says);
  });

  test.each(['https://desk.example.com', 'HTTP://127.0.0.1:13000/', ' https://a.example/b '])(
    'takes %j',
    (address) => {
      expect(addressNeeds(address)).toBeNull();
    },
  );

  test('asks for what is missing, and not for a key that is stored', () => {
    const empty = formFor(VENDOR, null);
    expect(Object.keys(formNeeds(VENDOR, empty, '', false))).toEqual(['base_url', 'secret']);
    expect(formNeeds(VENDOR, empty, '', false).secret).toBe('Add the API key.');
    const there = formFor(VENDOR, connection('Desk', 'stopped'));
    expect(formNeeds(VENDOR, there, '', true)).toEqual({});
    expect(formNeeds({ ...VENDOR, user_label: 'User name' }, there, 'x', false)).toEqual({});
    expect(formNeeds(VENDOR, { ...there, name: '  ' }, 'x', false).name).toMatch(/^Give it a name/);
  });

  test('editing works on a copy', () => {
    const stored = connection('Desk', 'healthy');
    const form = formFor(VENDOR, stored);
    form.account.base_url = 'changed';
    expect(stored.account.base_url).toBe('http://127.0.0.1:1');
  });
});

test.each([
  ['https://desk.example.com', null],
  ['https://desk.example.com/apiary', null],
  ['', 'It has no page.'],
  ['https://api.example.com', 'Its address is for programs, not for people.'],
  ['https://app.example.com/api/1.0', 'Its address is for programs, not for people.'],
])('of the address %j a browser shows a page, or why not', (address, why) => {
  expect(noPage(address)).toBe(why);
});

describe('finding a tool', () => {
  const tools = [
    { ...VENDOR, id: 'servicenow', name: 'ServiceNow', brings: 'incidents and change requests' },
    { ...VENDOR, id: 'mine', name: 'My Request Box', brings: 'mail' },
    { ...VENDOR, id: 'rt', name: 'Request Tracker', brings: 'tickets' },
  ];
  test('a name that begins so comes before one that contains it, and that before what a tool brings', () => {
    expect(findTools(tools, ' request ').map((tool) => tool.id)).toEqual(['rt', 'mine', 'servicenow']);
    expect(findTools(tools, 'pigeon')).toEqual([]);
    expect(findTools(tools, '').map((tool) => tool.id)).toEqual(['servicenow', 'mine', 'rt']);
  });
});
