import { dequal } from 'dequal';
import { follow, now } from '../clock';
import { asProblem, call, engineNow, onEvent, restoreNewest, switchWorkspace } from '../ipc';
import type { Event, GroupingProgress, Problem, Progress, WorkspaceInfo, WorkspaceName } from '../ipc';
import { defaultTaste, readTaste, saveTaste, type Taste } from '../ipc/taste';
import { place } from './route.svelte';
import { toasts } from './toast.svelte';

/** A pull commits many times a second; screens follow at this pace. */
const FOLLOW_MS = 400;

/** What every screen shares: the workspace, its revision, running work, the look of the window. */
class Session {
  info = $state.raw<WorkspaceInfo | null>(null);
  /** Why the workspace couldn't be read. */
  problem = $state.raw<Problem | null>(null);
  /** Grows when something stored has changed. Reading it in an effect makes the effect follow. */
  revision = $state(0);
  /** Running pulls and imports, by connection (-1: the demo or a file before it has one). */
  running = $state.raw<ReadonlyMap<number, Progress>>(new Map());
  /** How far the grouping of signals is, as last told; undefined before anything was. */
  grouping = $state.raw<GroupingProgress | null | undefined>(undefined);
  /** Ticks every half minute, so that ages stay true. */
  now = $state(now());
  /** A connection's time came while the vault was locked; stays true, so that it is asked about once a start. */
  passphraseNeeded = $state(false);
  taste = $state<Taste>({ ...defaultTaste });

  #stale: ReturnType<typeof setTimeout> | undefined;
  #last = 0;

  /** Reads what the window needs first, all at once, and follows the engine. Call once. */
  async start(): Promise<void> {
    // The listener is the first: what changes after the workspace was read is heard.
    const [listening, workspace, taste] = await Promise.allSettled([
      onEvent((event) => this.#hear(event)),
      call('workspace', {}),
      readTaste(),
      this.#setClock(),
    ]);
    setInterval(() => (this.now = now()), 30_000);
    if (taste.status === 'fulfilled') this.taste = taste.value;
    if (workspace.status === 'fulfilled') this.info = workspace.value;
    for (const one of [listening, workspace]) {
      if (one.status === 'rejected') this.problem = asProblem(one.reason);
    }
  }

  async refresh(): Promise<void> {
    try {
      const info = await call('workspace', {});
      if (!dequal(this.info, info)) this.info = info;
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** Something stored has changed: at once, then at most every `FOLLOW_MS`. */
  touch(): void {
    if (this.#stale !== undefined) return;
    const wait = Math.max(0, this.#last + FOLLOW_MS - Date.now());
    this.#stale = setTimeout(() => {
      this.#stale = undefined;
      this.#last = Date.now();
      this.now = now();
      this.revision += 1;
      void this.refresh();
    }, wait);
  }

  /** Goes back to the newest good backup when the workspace file is damaged. */
  async restore(): Promise<void> {
    try {
      await restoreNewest();
    } catch (thrown) {
      this.problem = asProblem(thrown);
      return;
    }
    await this.refresh();
  }

  async open(which: WorkspaceName): Promise<void> {
    try {
      this.info = await switchWorkspace(which);
      this.running = new Map();
      this.grouping = undefined;
      place.reset({ screen: 'inbox', split: 'inbox' });
      if (which === 'demo' && this.info.signals === 0) this.info = await call('fill_demo', {});
      this.revision += 1;
    } catch (thrown) {
      toasts.problem(thrown);
    }
  }

  like<K extends keyof Taste>(key: K, value: Taste[K]): void {
    this.taste[key] = value;
    void saveTaste(key, $state.snapshot(value) as Taste[K]);
  }

  async #setClock(): Promise<void> {
    try {
      follow(await engineNow());
      this.now = now();
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  #hear(event: Event): void {
    if (event.type === 'changed') this.touch();
    else if (event.type === 'grouping') this.grouping = event.progress;
    else if (event.type === 'passphrase_needed') this.passphraseNeeded = true;
    else this.#follow(event);
  }

  #follow(progress: Progress): void {
    const running = new Map(this.running);
    if (progress.finished) running.delete(progress.connection ?? -1);
    else running.set(progress.connection ?? -1, progress);
    this.running = running;
  }
}

export const session = new Session();
