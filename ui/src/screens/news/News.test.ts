import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NewsView } from '../../ipc';
import { bindingsOf, keyboard } from '../../keys';
import { place } from '../../state/route.svelte';
import News from './News.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const keys = keyboard((id) => bindingsOf(id, {}));
let news: NewsView;

beforeEach(() => {
  const thing = (id: number, title: string, what: string[]) => ({
    opportunity: { id, label: `OPP-${id}`, title },
    changes: what.map((one) => ({ at: 0, actor: 'Maya', what: one })),
  });
  news = {
    since: 1,
    step: 9,
    as_of: 5,
    count: 3,
    things: [thing(34, 'One charge per order', ['Moved OPP-34 to ready', 'Linked 2 signals to OPP-34'])],
  };
  news.things.push(thing(31, 'Let large carts check out', ['#588 is In progress']));
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'mark_looked') news = { ...news, count: 0, things: [] };
    return name === 'news' ? news : null;
  });
  window.addEventListener('keydown', keys);
});

afterEach(() => {
  window.removeEventListener('keydown', keys);
  cleanup();
});

const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...options });

test('what changed stands by opportunity, and Enter opens the one that J went to', async () => {
  render(News);
  const options = await screen.findAllByRole('option');
  expect(options.map((one) => one.querySelectorAll('.change').length)).toEqual([2, 1]);
  await press('j');
  await waitFor(() => expect(options[1]?.getAttribute('aria-selected')).toBe('true'));
  await press('Enter');
  expect(place.now).toEqual({ screen: 'opportunity', id: 31 });
});

test('marked as seen, it is gone; what the engine was told is what was shown', async () => {
  render(News);
  await screen.findAllByRole('option');
  await press('R', { shiftKey: true });
  await screen.findByText('Nothing new');
  expect(call.mock.calls.filter(([name]) => name === 'mark_looked')).toEqual([
    ['mark_looked', { step: 9, as_of: 5 }],
  ]);
});
