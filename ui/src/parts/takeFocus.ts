/**
 * An action for the one list of a screen: when nothing else has the focus, the list takes it, so that the keys work at
 * once and a screen reader starts there.
 */
export function takeFocus(list: HTMLElement): void {
  if (document.activeElement === document.body || document.activeElement === null)
    list.focus({ preventScroll: true });
}
