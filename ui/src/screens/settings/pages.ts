import Palette from '@lucide/svelte/icons/palette';
import Send from '@lucide/svelte/icons/send';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import type { Component } from 'svelte';

export type SettingsPage = 'workspace' | 'appearance' | 'digests';

/** The pages of the settings, as the nav lists them. */
export const pages: { id: SettingsPage; title: string; icon: Component<{ size?: number | string }> }[] = [
  { id: 'workspace', title: 'Workspace and data', icon: ShieldCheck },
  { id: 'appearance', title: 'Appearance and keys', icon: Palette },
  { id: 'digests', title: 'Digests', icon: Send },
];

/** The page a route names; anything else is the first. */
export function pageOf(name: string | undefined): SettingsPage {
  return pages.find(({ id }) => id === name)?.id ?? 'workspace';
}
