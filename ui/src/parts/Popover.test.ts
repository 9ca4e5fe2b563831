import { render, screen, waitFor } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { Popover } from './index';

const children = createRawSnippet(() => ({ render: () => '<p>Counted: 12 records.</p>' }));

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

/** What is in the popover is `height` px high, and its anchor stands `top` px from the top of a window of 768 px. */
async function opened(height: number, top: number): Promise<HTMLElement> {
  const anchor = document.body.appendChild(document.createElement('button'));
  const place = new DOMRect(100, top, 40, 24);
  vi.spyOn(anchor, 'getBoundingClientRect').mockReturnValue(place);
  vi.spyOn(anchor, 'getClientRects').mockReturnValue([place] as unknown as DOMRectList);
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockImplementation(function (this: Element) {
    return this === document.documentElement ? 768 : height;
  });
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1024);
  render(Popover, { props: { open: true, anchor, label: 'Receipt', children } });
  return screen.findByRole('dialog', { name: 'Receipt' });
}

test('what has no room below opens above', async () => {
  const popover = await opened(500, 640);
  await waitFor(() => expect(popover.dataset.side).toBe('top'));
});

test('what has room below opens below', async () => {
  const popover = await opened(80, 640);
  await waitFor(() => expect(popover.dataset.side).toBe('bottom'));
});
