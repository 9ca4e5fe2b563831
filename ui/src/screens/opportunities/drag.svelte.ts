import type { OpportunityRow, Stage } from '../../ipc';

/** One card being dragged by its grip; Esc or a place outside the board puts it back. */
export class Drag {
  row = $state.raw<OpportunityRow | null>(null);
  /** The column under the pointer. */
  over = $state<Stage | null>(null);
  /** Where the lifted card is drawn, in pixels of the window. */
  x = $state(0);
  y = $state(0);
  #ondrop: (row: OpportunityRow, to: Stage) => void;

  constructor(ondrop: (row: OpportunityRow, to: Stage) => void) {
    this.#ondrop = ondrop;
  }

  /** Begins at the grip; follows the pointer until it is let go. */
  start(event: PointerEvent, row: OpportunityRow): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.row = row;
    this.#follow(event);
    const move = (next: PointerEvent) => this.#follow(next);
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape') return;
      pressed.preventDefault();
      pressed.stopPropagation();
      this.over = null;
      end();
    };
    const end = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', cancel);
      window.removeEventListener('keydown', key, true);
      const to = this.over;
      this.row = null;
      this.over = null;
      if (to !== null && to !== row.stage) this.#ondrop(row, to);
    };
    const cancel = () => {
      this.over = null;
      end();
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', cancel);
    window.addEventListener('keydown', key, true);
  }

  #follow(event: PointerEvent): void {
    this.x = event.clientX;
    this.y = event.clientY;
    const column = document
      .elementsFromPoint(event.clientX, event.clientY)
      .map((element) => element.closest<HTMLElement>('[data-stage]'))
      .find((found) => found !== null);
    this.over = (column?.dataset.stage as Stage | undefined) ?? null;
  }
}
