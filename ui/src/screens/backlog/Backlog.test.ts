import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ItemView, LoopLedger, LoopPerson } from '../../ipc';
import { offered } from '../../state/commands.svelte';
import { place } from '../../state/route.svelte';
import Backlog from './Backlog.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const OPPORTUNITY = { id: 27, label: 'OPP-27', title: 'Keep month-end sync running' };
const ITEM: ItemView = {
  id: 12,
  connection: 'Plan',
  vendor: 'redmine',
  label: '#8841',
  title: 'Sync resumes',
  url: 'https://plan.example/8841',
  status: 'Closed',
  category: 'done',
  read_at: 0,
  opportunity: OPPORTUNITY,
  sent_here: true,
  changed_since: false,
};

function person(reporter: number, name: string): LoopPerson {
  return {
    opportunity: OPPORTUNITY,
    reporter,
    name,
    customer: null,
    standing: 'due',
    outcome: 'shipped',
    since: 0,
    unanswered: false,
    asks: [
      { signal: 7, title: 'Export', ticket: '19442', connection: 'Desk', at: 0, url: null, answers: true },
    ],
    told: [],
  };
}

const counts = { asked: 16, told: 14, due: 2, later: 0, to_check: 0, unanswered: 0 };
const ledger: LoopLedger = {
  people: [person(1, 'Ines Okafor'), person(2, 'Paul Ebner')],
  found: 2,
  counts,
  due: [['shipped', 2]],
  opportunities: [
    { opportunity: OPPORTUNITY, stage: 'delivered', outcome: 'shipped', since: 0, item: ITEM, counts },
  ],
  days: 14,
  first_reply: { n: 0, median: null, p90: null, not_yet: 16 },
  notes_to_check: 0,
};

beforeEach(() => {
  place.reset({ screen: 'backlog' });
  call.mockReset();
  call.mockImplementation(async (name: string, args: { reporters?: number[] }) => {
    if (name === 'items') return [ITEM];
    if (name === 'loop_ledger') return ledger;
    if (name === 'loop_drafts') {
      const [reporter] = args.reporters ?? [];
      const asked = ledger.people.find((one) => one.reporter === reporter)!;
      const to = { reporter, name: asked.name, customer: null, outcome: 'shipped', signal: 7 };
      return [
        {
          ...to,
          ticket: '19442',
          connection: 'Desk',
          text: 'Hello',
          body: '',
          key: 'tl-1',
          not_from_here: null,
        },
      ];
    }
    return [];
  });
});
afterEach(cleanup);

test('an item says how many of those who asked were told, with the ledger beside it', async () => {
  render(Backlog);
  expect(await screen.findByText('14 told, 2 waiting')).toBeTruthy();
  const field = await screen.findByLabelText('Text for Ines Okafor');
  offered('tell')?.run();
  expect(document.activeElement).toBe(field);
});

test('the people who wait have a tab of their own, and the draft follows the selection', async () => {
  render(Backlog);
  await fireEvent.click(await screen.findByRole('tab', { name: /People waiting/ }));
  expect(await screen.findByRole('grid', { name: 'People who asked' })).toBeTruthy();
  expect(await screen.findByLabelText('Text for Ines Okafor')).toBeTruthy();
  offered('next')?.run();
  expect(await screen.findByLabelText('Text for Paul Ebner')).toBeTruthy();
  offered('open')?.run();
  await waitFor(() => expect(place.now).toEqual({ screen: 'opportunity', id: 27 }));
});

test('it begins with the people of one opportunity when it is gone to for them', async () => {
  render(Backlog, { first: 'people', opportunity: 27 });
  const query = { opportunity: 27, who: 'due', outcome: null };
  await waitFor(() =>
    expect(
      call.mock.calls.some(
        ([name, args]) => name === 'loop_ledger' && JSON.stringify(args.query) === JSON.stringify(query),
      ),
    ).toBe(true),
  );
});
