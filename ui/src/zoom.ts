/** How large the page is drawn, in steps a person can step through. */
const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];

export const [smallest, largest] = [STEPS[0] ?? 1, STEPS.at(-1) ?? 1];

/** The next step up (1) or down (-1); the same at the end. */
export function zoomed(now: number, step: 1 | -1): number {
  const further = STEPS.filter((size) => (size - now) * step > 0.001);
  return (step === 1 ? further[0] : further.at(-1)) ?? now;
}

/** What was stored as a size, within what is offered. */
export function readZoom(stored: unknown): number {
  const size = typeof stored === 'number' && Number.isFinite(stored) ? stored : 1;
  return Math.min(Math.max(size, smallest), largest);
}

/** "125 %" */
export function percent(zoom: number): string {
  return `${Math.round(zoom * 100)} %`;
}
