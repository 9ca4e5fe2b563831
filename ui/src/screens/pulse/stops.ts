/** Moves the focus by so many of the elements marked `data-stop` in `root`, in the order of the page. */
export function stepStop(root: HTMLElement | null, by: number): void {
  const stops = [...(root?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : stops.length - 1) : Math.min(stops.length - 1, Math.max(0, at + by));
  stops[next]?.focus();
}
