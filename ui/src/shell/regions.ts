/** The focusable part of a region that should get the focus first: its one tab stop, else anything. */
const FOCUSABLE =
  'a[href], button:not([tabindex="-1"]), input:not([type="hidden"]), select, textarea, [tabindex]:not([tabindex="-1"])';

/** Moves the focus to the next region of the window (F6), or the one before, skipping empty ones. */
export function cycleRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region], [role="toolbar"]')].filter(
    isUsable,
  );
  if (regions.length === 0) return;
  // Of regions within each other the inner one counts; it comes after the outer one.
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length];
  const target = next?.matches('[tabindex="0"]') ? next : next?.querySelector<HTMLElement>(FOCUSABLE);
  target?.focus();
}

function isUsable(region: HTMLElement): boolean {
  return (
    region.offsetParent !== null &&
    (region.matches('[tabindex="0"]') || region.querySelector(FOCUSABLE) !== null)
  );
}
