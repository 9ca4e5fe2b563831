import { LazyStore } from '@tauri-apps/plugin-store';
import { readKeymap, type Keymap } from '../keymap';
import { readZoom } from '../zoom';
import type { Layout } from './gen/types';

/** How the window looks on this laptop. Nothing here changes a decision, so it isn't in the journal. */
export interface Taste {
  theme: 'system' | 'light' | 'dark';
  /** The nav as a 52 px rail, chosen by hand. */
  rail: boolean;
  /** The facts rail of the Inbox. */
  facts: boolean;
  /** What stands beside an opportunity. */
  opportunityFacts: boolean;
  /** The Inbox by theme, not flat. */
  byTheme: boolean;
  /** How opportunities are laid out. */
  layout: Layout;
  /** Keys changed by the person: action id → bindings. */
  keymap: Keymap;
  /** Stronger lines and text, beside what the system asks for. */
  contrast: 'system' | 'more';
  /** How large everything is; 1 is as drawn. */
  zoom: number;
}

export const defaultTaste: Taste = {
  theme: 'system',
  rail: false,
  facts: true,
  opportunityFacts: true,
  byTheme: false,
  layout: 'table',
  keymap: {},
  contrast: 'system',
  zoom: 1,
};

const store = new LazyStore('taste.json', { autoSave: 300, defaults: {} });

/** The stored taste; anything missing or unreadable falls back to the default. */
export async function readTaste(): Promise<Taste> {
  try {
    const stored = Object.fromEntries(await store.entries()) as Partial<Taste>;
    return { ...defaultTaste, ...stored, keymap: readKeymap(stored.keymap), zoom: readZoom(stored.zoom) };
  } catch {
    return { ...defaultTaste };
  }
}

/** Remembers one value. A store that can't be written costs only the memory of a look, so it stays silent. */
export async function saveTaste<K extends keyof Taste>(key: K, value: Taste[K]): Promise<void> {
  try {
    await store.set(key, value);
  } catch {
    return;
  }
}
