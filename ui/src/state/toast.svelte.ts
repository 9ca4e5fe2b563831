import { asProblem } from '../ipc';
import type { ActionId } from '../actions';

export interface Toast {
  /** What happened to what, as one sentence. */
  text: string;
  tone: 'done' | 'problem';
  action?: { title: string; key?: ActionId; run: () => void };
}

/** How long a toast stays while nobody points at it. */
export const TOAST_MS = 6000;

/** One toast at a time; a new one takes the place of the old. */
class Toasts {
  shown = $state.raw<Toast | null>(null);
  /** Time left, 1 → 0, for the bar. */
  held = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = TOAST_MS;
  #since = 0;

  show(toast: Toast): void {
    this.shown = toast;
    this.held = false;
    this.#start(TOAST_MS);
  }

  /** Shows why something didn't work. */
  problem(thrown: unknown): void {
    const problem = asProblem(thrown);
    if (problem.kind === 'cancelled') return;
    this.show({ text: `${problem.what} ${problem.todo}`.trim(), tone: 'problem' });
  }

  /** Pauses while the pointer or the focus is on it. */
  hold(): void {
    if (this.held || !this.shown) return;
    this.held = true;
    clearTimeout(this.#timer);
    this.#left -= Date.now() - this.#since;
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    this.#start(Math.max(this.#left, 1000));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.shown = null;
    this.held = false;
  }

  #start(ms: number): void {
    clearTimeout(this.#timer);
    this.#left = ms;
    this.#since = Date.now();
    this.#timer = setTimeout(() => this.close(), ms);
  }
}

export const toasts = new Toasts();
