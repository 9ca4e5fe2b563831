import { toasts } from './toast.svelte';

/**
 * Copies a text that is still being asked for; `said` is what the toast says then. WebKit lets a page copy only while it
 * handles the key or the click, so the clipboard gets the promise at once and waits for the text itself.
 */
export async function copy(text: Promise<string>, said: string): Promise<void> {
  const words = text.then((words) => new Blob([words], { type: 'text/plain' }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': words })]);
    toasts.show({ text: said, tone: 'done' });
  } catch {
    const refused = () =>
      toasts.show({ text: 'The system refused the clipboard. Nothing was copied.', tone: 'problem' });
    text.then(refused, (thrown) => toasts.problem(thrown));
  }
}
