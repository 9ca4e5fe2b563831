import { asProblem, call } from '../../ipc';
import type {
  PartForm,
  Problem,
  SignalId,
  SignalRow,
  SplitBy,
  SplitPart,
  SplitPreview,
  SplitSignal,
  ThemeId,
} from '../../ipc';

/** The engine answers for at most this many rows at once. */
const MOST_ROWS = 200;

/** Stands for the list of signals that fit two parts about equally. */
export const UNSURE = -1;

/** A part as it will be: what was suggested, and what a person made of it. */
export interface Column {
  part: SplitPart;
  title: string;
  signals: SplitSignal[];
  /** A signal came or went, so the suggestion's numbers no longer hold. */
  touched: boolean;
}

/** A, B, C… */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

/** A suggested division of a theme while a person changes it. Nothing is stored before it is done. */
export class SplitDraft {
  columns = $state.raw<Column[]>([]);
  /** Still undecided; they stay with the first part. */
  unsure = $state.raw<SplitSignal[]>([]);
  /** How clearly the parts are apart, 0–1. */
  apart = $state<number | null>(null);
  rows = $state.raw<ReadonlyMap<SignalId, SignalRow>>(new Map());
  ready = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** The list that keys act in, and its active signal. */
  column = $state(0);
  active = $state<SignalId | null>(null);
  checked = $state.raw<ReadonlySet<SignalId>>(new Set());
  /** What was done last, for a voice. */
  said = $state('');

  #asked = 0;

  /** Asks for a division; an answer to an older question is dropped. */
  async load(id: ThemeId, by: SplitBy, parts: number): Promise<void> {
    const mine = ++this.#asked;
    try {
      const preview = await call('preview_split', { id, by, parts });
      if (mine !== this.#asked) return;
      this.#take(preview);
      this.problem = null;
      this.ready = true;
      await this.#read(mine);
    } catch (thrown) {
      if (mine === this.#asked) this.problem = asProblem(thrown);
    }
  }

  #take({ parts, apart, unsure }: SplitPreview): void {
    const open = new Set(unsure.map((one) => one.id));
    this.columns = parts.map((part) => ({
      part,
      title: part.title,
      signals: part.signals.filter((one) => !open.has(one.id)),
      touched: false,
    }));
    this.unsure = unsure;
    this.apart = apart;
    this.checked = new Set();
    this.column = 0;
    this.active = this.columns[0]?.signals[0]?.id ?? null;
  }

  async #read(mine: number): Promise<void> {
    const ids = [...this.columns.flatMap((one) => one.signals), ...this.unsure].map((one) => one.id);
    const missing = ids.filter((id) => !this.rows.has(id));
    for (let i = 0; i < missing.length && mine === this.#asked; i += MOST_ROWS) {
      const rows = await call('signal_rows', { ids: missing.slice(i, i + MOST_ROWS) });
      this.rows = new Map([...this.rows, ...rows.map((row): [SignalId, SignalRow] => [row.id, row])]);
    }
  }

  list(column: number): SplitSignal[] {
    return column === UNSURE ? this.unsure : (this.columns[column]?.signals ?? []);
  }

  /** All signals of the theme. */
  get total(): number {
    return this.columns.reduce((sum, one) => sum + one.signals.length, this.unsure.length);
  }

  /** Makes a signal of a list active; without one, the list's first. */
  choose(column: number, id?: SignalId): void {
    this.column = column;
    this.active = id ?? this.list(column)[0]?.id ?? null;
  }

  step(by: number): void {
    const list = this.list(this.column);
    const at = list.findIndex((one) => one.id === this.active);
    const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
    if (next) this.active = next.id;
  }

  toggle(): void {
    if (this.active === null) return;
    const checked = new Set(this.checked);
    if (!checked.delete(this.active)) checked.add(this.active);
    this.checked = checked;
  }

  clear(): void {
    this.checked = new Set();
  }

  /** What a move takes along: the selected ones, else the active one. */
  get targets(): SignalId[] {
    if (this.checked.size > 0) return [...this.checked];
    return this.active === null ? [] : [this.active];
  }

  /** Which part lies beside the active list; those that aren't sure lie in the first. Null at the edge. */
  beside(by: 1 | -1): number | null {
    if (this.column === UNSURE) return by === 1 ? Math.min(1, this.columns.length - 1) : 0;
    const next = this.column + by;
    return next >= 0 && next < this.columns.length ? next : null;
  }

  /** Moves signals into a part, best fitting first as the others; the row that slides up becomes the active one. */
  move(ids: readonly SignalId[], to: number): void {
    const moving = new Set(ids);
    const all = [...this.columns.flatMap((one) => one.signals), ...this.unsure];
    const taken = all.filter(
      (one) => moving.has(one.id) && !this.list(to).some((other) => other.id === one.id),
    );
    if (taken.length === 0) return;
    const here = this.list(this.column);
    const at = here.findIndex((one) => one.id === this.active);
    this.columns = this.columns.map((one, i) => {
      const stay = i === to ? one.signals : one.signals.filter((signal) => !moving.has(signal.id));
      const signals = i === to ? [...stay, ...taken].toSorted((a, b) => b.fit - a.fit) : stay;
      return signals.length === one.signals.length ? one : { ...one, signals, touched: true };
    });
    this.unsure = this.unsure.filter((one) => !moving.has(one.id));
    this.checked = new Set();
    const left = this.list(this.column);
    if (!left.some((one) => one.id === this.active)) {
      const next = left[Math.min(Math.max(0, at), left.length - 1)];
      if (next) this.active = next.id;
      else this.choose(to, taken[0]?.id);
    }
    const first = this.rows.get(taken[0]?.id ?? -1)?.title ?? 'The signal';
    const what = taken.length === 1 ? `“${first}”` : `${taken.length} signals`;
    this.said = `Moved ${what} to ${letter(to)}, ${this.columns[to]?.title ?? ''}`;
  }

  rename(column: number, title: string): void {
    this.columns = this.columns.map((one, i) => (i === column ? { ...one, title } : one));
  }

  /** The parts as they will be stored: those with signals, the undecided ones with the first. */
  get forms(): PartForm[] {
    return this.columns
      .map((one, i) => ({
        title: one.title,
        signals: [...one.signals, ...(i === 0 ? this.unsure : [])].map((signal) => signal.id),
      }))
      .filter((part) => part.signals.length > 0);
  }

  /** Customers of a part and their yearly revenue, each once. Null revenue: none is known. */
  worth({ part, signals, touched }: Column): { customers: number; atStake: number | null } {
    if (!touched) return { customers: part.customers, atStake: part.at_stake };
    const revenue = new Map<string, number | null>();
    for (const { id } of signals) {
      const row = this.rows.get(id);
      if (row?.customer) revenue.set(row.customer, row.revenue);
    }
    const known = [...revenue.values()].filter((one) => one !== null);
    return {
      customers: revenue.size,
      atStake: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
    };
  }
}
