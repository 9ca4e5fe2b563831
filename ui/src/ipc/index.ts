import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type {
  Commands,
  Event,
  ImageId,
  ListPage,
  Problem,
  SignalQuery,
  StagedFile,
  WorkspaceInfo,
  WorkspaceName,
} from './gen/types';

export type * from './gen/types';

let unlock: () => Promise<boolean> = () => Promise.resolve(false);

/** `ask` has a person open the vault; what was refused for a locked vault is then asked once more. */
export function whenLocked(ask: () => Promise<boolean>): void {
  unlock = ask;
}

/** Asks the engine. Rejects with a `Problem`; `asProblem` turns anything caught into one. */
export async function call<K extends keyof Commands>(
  name: K,
  args: Commands[K]['args'],
): Promise<Commands[K]['ret']> {
  try {
    return await invoke('call', { name, args });
  } catch (thrown) {
    if (asProblem(thrown).kind !== 'locked' || !(await unlock())) throw thrown;
    return invoke('call', { name, args });
  }
}

/** What time it is for the engine, in milliseconds since 1970. */
export function engineNow(): Promise<number> {
  return invoke('now');
}

/** Ids in their order, and a mark that tells them from any others. */
export interface Ids {
  ids: Uint32Array;
  mark: string;
}

/** What a query finds: all ids in its order, and what of the list is shown first. */
export interface ListAnswer extends ListPage, Ids {}

/** In place of a number of ids: they are those that are held. */
const HELD = 0xffffffff;

/**
 * `count` rows from place `from` on come with the ids. The bytes are the mark of the ids as little-endian u64, how many
 * there are and they themselves as u32 (a million take 4 MB, and don't come again to one who holds them), and the rest
 * as JSON.
 */
export async function signalList(
  query: SignalQuery,
  from: number,
  count: number,
  held: Ids | null = null,
): Promise<ListAnswer> {
  const bytes = await invoke<ArrayBuffer>('signal_list', { query, from, count, held: held?.mark });
  const mark = String(new DataView(bytes).getBigUint64(0, true));
  const [length = 0] = new Uint32Array(bytes, 8, 1);
  const sent = new Uint32Array(bytes, 12, length === HELD ? 0 : length);
  const page = new TextDecoder().decode(new Uint8Array(bytes, 12 + sent.byteLength));
  return { ids: length === HELD && held ? held.ids : sent, mark, ...(JSON.parse(page) as ListPage) };
}

/** The bytes of an attached image, as they were attached. */
export function imageBytes(id: ImageId): Promise<ArrayBuffer> {
  return invoke('image', { id });
}

/** Hands a file the person chose or dropped to the engine, which never sees a path from the page. */
export function stageFile(name: string, bytes: Uint8Array): Promise<StagedFile> {
  return invoke('stage_file', bytes, { headers: { 'x-name': encodeURIComponent(name) } });
}

/** Closes the present workspace and opens the other one. */
export function switchWorkspace(which: WorkspaceName): Promise<WorkspaceInfo> {
  return invoke('switch_workspace', { which });
}

/** Puts the newest good backup in the place of a damaged workspace; the damaged file is kept beside it. */
export function restoreNewest(): Promise<void> {
  return invoke('restore_newest');
}

/** Shows the folder of saved exports in the system's file manager. */
export function revealExports(): Promise<void> {
  return invoke('reveal_exports');
}

/** Opens the address of a signal, an item, a connection or a note in the browser. The shell refuses any other address. */
export function openUrl(url: string): Promise<void> {
  return invoke('open_link', { url });
}

/** Whether closing the window leaves Throughline in the tray, and why it can't where it can't. */
export interface TrayState {
  on: boolean;
  missing: string | null;
}

export function trayState(): Promise<TrayState> {
  return invoke('tray_state');
}

export function keepInTray(on: boolean): Promise<TrayState> {
  return invoke('keep_in_tray', { on });
}

/** How large the window draws the page: 1 is as designed. Widths that the layout asks for shrink with it. */
export function setZoom(scale: number): Promise<void> {
  return getCurrentWebview().setZoom(scale);
}

/** Listens to what the engine tells on its own. Returns how to stop. */
export async function onEvent(handler: (event: Event) => void): Promise<() => void> {
  return listen<Event>('engine', (message) => handler(message.payload));
}

/** Whatever was thrown, as a `Problem` that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (typeof thrown === 'object' && thrown !== null && 'what' in thrown && 'todo' in thrown) {
    return thrown as Problem;
  }
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    kind: 'system',
    what: `Something didn't work: ${what}`,
    kept: 'Everything stored is kept.',
    todo: 'Try again; restart Throughline if it stays like this.',
  };
}
