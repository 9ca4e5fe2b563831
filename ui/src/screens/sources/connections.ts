/** Connections in words: their order, their health and what a form still needs. */
import type { ConnectionForm, ConnectionView, Health, Vendor, VendorGroup } from '../../ipc';

const HEALTH_ORDER: Record<Health, number> = {
  stopped: 0,
  syncing: 1,
  slowed: 2,
  never_read: 3,
  healthy: 4,
  paused: 5,
};

export const HEALTH_WORDS: Record<Health, string> = {
  stopped: 'Stopped',
  syncing: 'Syncing',
  slowed: 'Slowed down',
  never_read: 'Never read',
  healthy: 'Healthy',
  paused: 'Paused',
};

export const GROUPS: readonly { group: VendorGroup; label: string }[] = [
  { group: 'operations', label: 'Operations' },
  { group: 'support', label: 'Support and feedback' },
  { group: 'work', label: 'Work and changes' },
  { group: 'usage', label: 'Usage' },
];

/** The tools that `text` names, those named by their name first; `Enter` takes the first. */
export function findTools(vendors: readonly Vendor[], text: string): Vendor[] {
  const sought = text.trim().toLowerCase();
  const fit = (vendor: Vendor) => {
    const name = vendor.name.toLowerCase();
    if (name.startsWith(sought)) return 0;
    if (name.includes(sought)) return 1;
    return vendor.brings.toLowerCase().includes(sought) ? 2 : 3;
  };
  return vendors.filter((vendor) => fit(vendor) < 3).sort((a, b) => fit(a) - fit(b));
}

/** Those that need a person first, then those at work, then by name. */
export function inOrder(connections: readonly ConnectionView[]): ConnectionView[] {
  return [...connections].sort(
    (a, b) => HEALTH_ORDER[a.health] - HEALTH_ORDER[b.health] || a.name.localeCompare(b.name) || a.id - b.id,
  );
}

/** What a person can do about a connection that stopped, if it is for them to do. */
export function wayOut(
  connection: ConnectionView,
  vendor: Vendor | undefined,
): 'secret' | 'edit' | 'again' | null {
  if (connection.problem === null) return null;
  if (connection.problem.kind === 'credential' && vendor?.secret_label) return 'secret';
  return connection.problem.kind === 'bad_input' ? 'edit' : 'again';
}

/** An empty form for a tool, or the form of a connection that is there. */
export function formFor(vendor: Vendor, existing: ConnectionView | null): ConnectionForm {
  if (existing) {
    const settings = { ...usual(vendor), ...existing.account.settings };
    return { name: existing.name, account: { ...existing.account, settings } };
  }
  const account = { vendor: vendor.id, base_url: vendor.address, user: '', project: '' };
  return { name: vendor.name, account: { ...account, settings: usual(vendor) } };
}

/** Every setting of a tool with its usual value: the first choice, or nothing. */
function usual(vendor: Vendor): Record<string, string> {
  return Object.fromEntries(vendor.settings.map((one) => [one.name, one.choices[0]?.[0] ?? '']));
}

/** A field of the form; settings go by `settings.<name>`. */
export type FieldName = 'name' | 'base_url' | 'secret' | `settings.${string}`;

/** What each field still needs before the form can be sent. Empty: it can. */
export function formNeeds(
  vendor: Vendor,
  form: ConnectionForm,
  secret: string,
  hasSecret: boolean,
): Partial<Record<FieldName, string>> {
  const needs: Partial<Record<FieldName, string>> = {};
  if (form.name.trim() === '') needs.name = 'Give it a name; it is shown on every signal it brings.';
  const address = isLocal(vendor) ? null : addressNeeds(form.account.base_url);
  if (address) needs.base_url = address;
  if (vendor.secret_label && vendor.secret_required && secret === '' && !hasSecret) {
    needs.secret = `Add the ${lower(vendor.secret_label)}.`;
  }
  for (const setting of vendor.settings) {
    if (setting.required && (form.account.settings[setting.name] ?? '').trim() === '') {
      needs[`settings.${setting.name}`] = `Add the ${lower(setting.label)}.`;
    }
  }
  return needs;
}

/** True for a tool that is read through a program on this laptop, and so has no address. */
export function isLocal(vendor: Vendor): boolean {
  return vendor.settings.some((setting) => setting.name === 'program');
}

/** Only what makes an address unusable; whether somebody answers there is for the check to say. */
export function addressNeeds(address: string): string | null {
  const bare = address.trim();
  if (bare === '') return 'Add the address, for example https://desk.example.com.';
  if (!/^https?:\/\//i.test(bare)) return 'The address starts with https:// or http://.';
  if (!URL.canParse(bare)) return 'This is not an address a browser could open.';
  if (new URL(bare).username !== '')
    return 'Leave name and password out of the address; they have their own fields.';
  return null;
}

/** "API key" keeps its capitals, "Password" becomes "password". */
export function lower(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** Why an address is nothing to look at in a browser; null when it is a tool's page. */
export function noPage(address: string): string | null {
  if (addressNeeds(address) !== null) return 'It has no page.';
  const { hostname, pathname } = new URL(address);
  return hostname.startsWith('api.') || pathname.split('/').includes('api')
    ? 'Its address is for programs, not for people.'
    : null;
}
