import { dequal } from 'dequal';
import { asProblem, call, signalList } from '../../ipc';
import type { Kind, Problem, SignalId, SignalQuery, SignalRow } from '../../ipc';
import { groupsOf, lineOf, withoutSignals, type Group } from './groups';
import { clamp, follow, without } from './window';

/** The engine answers for at most this many rows at once. */
const MOST_ROWS = 200;

/** Rows that come with a list around the visible ones. */
const AROUND = 40;

/** Rows further on are read when so many beyond the visible ones aren't all there; then so many at once. */
const NEAR = 50;
const FURTHER = 75;

/** Rows that a list is shown with at once, unless more are seen. */
const FIRST = 40;

/** Rows kept in memory; more and all but those around the visible ones are dropped. */
const KEPT = 4000;

/**
 * The ordered ids of a query and the rows around the window. One row is active; several can be checked.
 * Answers of an older query are dropped, and the active row stays the active row while the list around it changes.
 */
export class SignalList {
  ids = $state.raw<Uint32Array>(new Uint32Array());
  /** Signals of one theme stand together, under a head; empty when the query doesn't ask for that. */
  groups = $state.raw<Group[]>([]);
  /** How many of each kind there are with the filter by kind left open; null until the first answer. */
  kinds = $state.raw<[Kind, number][] | null>(null);
  /** Set when more signals hold the words than a search looks at: the list has those among so many of the newest. */
  newest = $state<number | null>(null);
  /** The query that was answered last. */
  query = $state.raw<SignalQuery | null>(null);
  /** Index of the active row; -1 in an empty list. */
  at = $state(-1);
  checked = $state.raw<ReadonlySet<SignalId>>(new Set());
  problem = $state.raw<Problem | null>(null);
  /** Grows when a person moves; the view then brings the active row into sight. */
  moves = $state(0);
  /** False until the first answer. */
  ready = $state(false);

  /** Tells the ids from any others; null once they were changed here. */
  #mark: string | null = null;
  #rows = new Map<SignalId, SignalRow>();
  #pending = new Set<SignalId>();
  /** The rows that came with the ids: nothing is newer. */
  #newest: ReadonlySet<SignalId> = new Set();
  #stamp = $state(0);
  #asked = 0;
  /** The other end of a selection made with Shift. */
  #anchor = -1;

  get length(): number {
    return this.ids.length;
  }

  get activeId(): SignalId | null {
    return this.ids[this.at] ?? null;
  }

  /** The active row, when it has been read. */
  get active(): SignalRow | null {
    return this.activeId === null ? null : this.row(this.activeId);
  }

  row(id: SignalId): SignalRow | null {
    void this.#stamp;
    return this.#rows.get(id) ?? null;
  }

  /** What verbs act on: the checked ones, or the active one. In the list's order. */
  get targets(): SignalId[] {
    if (this.checked.size > 0) return [...this.ids].filter((id) => this.checked.has(id));
    return this.activeId === null ? [] : [this.activeId];
  }

  /**
   * Asks for what a query finds and, in the same question, for the rows that will be seen: `from` to `to` are the
   * indexes seen now. `fresh` starts at the top (another query); otherwise the place is kept.
   * Returns how many lines the active row has moved, so that the view can follow without a jump.
   */
  async load(query: SignalQuery, fresh: boolean, [from, to]: [number, number]): Promise<number> {
    const mine = ++this.#asked;
    const first = fresh ? 0 : Math.max(0, from - AROUND);
    const count = (fresh ? Math.max(FIRST, to - from) : to - first) + AROUND;
    try {
      const held = this.#mark === null ? null : { ids: this.ids, mark: this.#mark };
      const answer = await signalList(query, first, Math.min(count, MOST_ROWS), held);
      const { ids, mark, rows, kinds, themes, newest } = answer;
      if (mine !== this.#asked) return 0;
      const before = this.at;
      const line = lineOf(this.groups, before);
      this.at = fresh ? (ids.length > 0 ? 0 : -1) : follow(ids, this.activeId, this.at);
      this.ids = ids;
      this.#mark = mark;
      this.kinds = kinds;
      this.newest = newest ?? null;
      this.groups = groupsOf(themes);
      this.problem = null;
      if (fresh) this.#rows.clear();
      this.#keep(rows);
      this.#newest = new Set(rows.map((row) => row.id));
      if (fresh) {
        this.clear();
        this.moves += 1;
      } else this.#dropUnchecked();
      return fresh || before < 0 ? 0 : lineOf(this.groups, this.at) - line;
    } catch (thrown) {
      if (mine === this.#asked) this.problem = asProblem(thrown);
      return 0;
    } finally {
      if (mine === this.#asked) {
        this.ready = true;
        this.query = query;
      }
    }
  }

  /** Reads the rows between two indexes, and some around, that aren't there yet. */
  async need(from: number, to: number): Promise<void> {
    if (!this.#around(from, to, NEAR).some((id) => this.#isMissing(id))) return;
    const around = this.#around(from, to, FURTHER);
    if (this.#rows.size > KEPT) this.#forgetAllBut(new Set(around));
    await this.#read([...around].filter((id) => this.#isMissing(id)).slice(0, MOST_ROWS));
  }

  #around(from: number, to: number, more: number): Uint32Array {
    return this.ids.subarray(Math.max(0, from - more), to + more);
  }

  #isMissing(id: SignalId): boolean {
    return !this.#rows.has(id) && !this.#pending.has(id);
  }

  #forgetAllBut(kept: ReadonlySet<SignalId>): void {
    for (const id of this.#rows.keys()) if (!kept.has(id)) this.#rows.delete(id);
  }

  /** After a list has come: reads again what is visible and didn't come with it, and forgets other rows. */
  async renew(from: number, to: number): Promise<void> {
    const visible = this.ids.subarray(from, to);
    const stale = [...visible].filter((id) => !this.#newest.has(id));
    this.#forgetAllBut(new Set([...stale, ...this.#newest]));
    if (stale.length > 0) await this.#read(stale.slice(0, MOST_ROWS));
  }

  async #read(ids: SignalId[]): Promise<void> {
    for (const id of ids) this.#pending.add(id);
    try {
      const rows = await call('signal_rows', { ids });
      this.#keep(rows);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    } finally {
      for (const id of ids) this.#pending.delete(id);
    }
  }

  #keep(rows: SignalRow[]): void {
    for (const row of rows) if (!dequal(this.#rows.get(row.id), row)) this.#rows.set(row.id, row);
    this.#stamp += 1;
  }

  /** Shows a change of one row at once, before the engine's answer. */
  patch(id: SignalId, change: Partial<SignalRow>): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.set(id, { ...row, ...change });
    this.#stamp += 1;
  }

  /** Takes decided signals out at once; the row that slides up becomes the active one. */
  remove(gone: Iterable<SignalId>): void {
    const left = new Set(gone);
    if (left.size === 0) return;
    const above = this.ids.subarray(0, Math.max(0, this.at)).filter((id) => left.has(id)).length;
    this.groups = withoutSignals(this.groups, this.ids, left);
    const ids = without(this.ids, left);
    this.at = ids.length === 0 ? -1 : clamp(this.at - above, 0, ids.length - 1);
    this.ids = ids;
    this.#mark = null;
    this.moves += 1;
    // An answer that is on its way still has them.
    this.#asked += 1;
    this.#dropUnchecked();
  }

  move(step: number): void {
    this.goTo(this.at + step);
  }

  goTo(index: number): void {
    if (this.length === 0) return;
    this.at = clamp(index, 0, this.length - 1);
    this.#anchor = -1;
    this.moves += 1;
  }

  /** Makes a signal active if the list has it. */
  find(id: SignalId): boolean {
    const index = this.ids.indexOf(id);
    if (index >= 0) this.goTo(index);
    return index >= 0;
  }

  toggle(index = this.at): void {
    const id = this.ids[index];
    if (id === undefined) return;
    const checked = new Set(this.checked);
    if (!checked.delete(id)) checked.add(id);
    this.checked = checked;
    this.#anchor = index;
  }

  /** Moves and checks everything from where the selection began. */
  extend(step: number): void {
    this.extendTo(clamp(this.at + step, 0, this.length - 1));
  }

  extendTo(index: number): void {
    if (this.length === 0) return;
    const start = this.#anchor >= 0 ? this.#anchor : this.at;
    const [low, high] = start < index ? [start, index] : [index, start];
    this.checked = new Set([...this.checked, ...this.ids.subarray(low, high + 1)]);
    this.at = index;
    this.#anchor = start;
    this.moves += 1;
  }

  checkAll(): void {
    this.checked = new Set(this.ids);
  }

  clear(): void {
    if (this.checked.size > 0) this.checked = new Set();
    this.#anchor = -1;
  }

  #dropUnchecked(): void {
    if (this.checked.size === 0) return;
    const here = new Set(this.ids);
    this.checked = new Set([...this.checked].filter((id) => here.has(id)));
  }
}
