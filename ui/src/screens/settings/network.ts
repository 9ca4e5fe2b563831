import type { ProxySettings, ProxyWay } from '../../ipc';

/** How requests can go, in the order of the form. */
export const WAYS: { id: ProxyWay; title: string; help: string }[] = [
  { id: 'system', title: 'As the system says', help: 'What this laptop’s own settings say.' },
  { id: 'direct', title: 'No proxy', help: 'Every tool is asked directly.' },
  {
    id: 'own',
    title: 'Through this proxy',
    help: 'Servers on this laptop itself are asked directly all the same.',
  },
];

/** What keeps the proxy from being used, by field. Empty: nothing does. */
export function proxyNeeds(form: ProxySettings): Partial<Record<keyof ProxySettings, string>> {
  const needs: Partial<Record<keyof ProxySettings, string>> = {};
  if (form.way !== 'own') return needs;
  const address = form.address.trim();
  if (!/^(https?:\/\/)?[^\s/@?#]+\/?$/i.test(address))
    needs.address = 'A proxy has an address such as http://proxy.example.com:3128.';
  if (form.user.includes(':')) needs.user = 'A user name for a proxy can’t hold a colon.';
  return needs;
}

/** A fingerprint as people compare it: pairs of capital digits with colons between. */
export function grouped(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/../g) ?? []).join(':');
}
