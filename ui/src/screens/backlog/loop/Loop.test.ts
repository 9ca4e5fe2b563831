import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LoopDraft, LoopLedger, LoopPerson, LoopReplyView, LoopStanding } from '../../../ipc';
import { offered } from '../../../state/commands.svelte';
import ApproveAll from './ApproveAll.svelte';
import LoopCard from './LoopCard.svelte';
import People from './People.svelte';
import ToldElsewhere from './ToldElsewhere.svelte';
import WhoAsked from './WhoAsked.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({ ...(await original<object>()), call }));

const OPPORTUNITY = { id: 27, label: 'OPP-27', title: 'Keep month-end sync running' };

function reply(state: LoopReplyView['state']): LoopReplyView {
  return {
    id: 4,
    opportunity: 27,
    reporter: 1,
    name: 'Ines Okafor',
    outcome: 'shipped',
    way: 'ticket',
    ticket: '19442',
    connection: 'Desk',
    text: 'It is there.',
    state,
    problem: state === 'sent' ? null : { kind: 'unreachable', what: 'No answer came.', kept: '', todo: '' },
    told_at: state === 'sent' ? 0 : null,
    changed_at: 0,
    attempts: 1,
  };
}

function person(reporter: number, name: string, standing: LoopStanding): LoopPerson {
  return {
    opportunity: OPPORTUNITY,
    reporter,
    name,
    customer: 'Okafor Pharma',
    standing,
    outcome: 'shipped',
    since: standing === 'told' ? null : 0,
    unanswered: standing === 'due',
    asks: [
      {
        signal: 7,
        title: 'Export misses entries',
        ticket: '19442',
        connection: 'Desk',
        at: 0,
        url: null,
        answers: true,
      },
    ],
    told: standing === 'told' ? [reply('sent')] : standing === 'to_check' ? [reply('needs_check')] : [],
  };
}

function draft(reporter: number, name: string, not_from_here: string | null = null): LoopDraft {
  return {
    reporter,
    name,
    customer: null,
    outcome: 'shipped',
    signal: 7,
    ticket: '19442',
    connection: 'Desk',
    text: `Hello ${name}`,
    body: `Hello ${name}\n\nThroughline reference: tl-${reporter}`,
    key: `tl-${reporter}`,
    not_from_here,
  };
}

let people: LoopPerson[];
let drafts: LoopDraft[];
let answer: LoopReplyView['state'];
const onclose = vi.fn();
const ondone = vi.fn();

function ledger(): LoopLedger {
  const of = (standing: LoopStanding) => people.filter((one) => one.standing === standing).length;
  const counts = {
    asked: people.length,
    told: of('told'),
    due: of('due'),
    later: of('later'),
    to_check: of('to_check'),
    unanswered: of('due'),
  };
  return {
    people,
    found: people.length,
    counts,
    due: [['shipped', counts.due]],
    opportunities: [
      { opportunity: OPPORTUNITY, stage: 'delivered', outcome: 'shipped', since: 0, item: null, counts },
    ],
    days: 14,
    first_reply: { n: 2, median: null, p90: null, not_yet: 1 },
    notes_to_check: 1,
  };
}

beforeEach(() => {
  people = [
    person(1, 'Ines Okafor', 'due'),
    person(2, 'Paul Ebner', 'due'),
    person(3, 'Sven Krantz', 'told'),
  ];
  drafts = [draft(1, 'Ines Okafor'), draft(2, 'Paul Ebner')];
  answer = 'sent';
  onclose.mockReset();
  ondone.mockReset();
  call.mockReset();
  call.mockImplementation(
    async (name: string, args: { reporters?: number[]; replies?: unknown[]; text?: string }) => {
      if (name === 'loop_ledger') return ledger();
      if (name === 'loop_drafts') {
        return args.reporters?.length
          ? drafts.filter((one) => args.reporters!.includes(one.reporter))
          : drafts;
      }
      if (name === 'preview_reply') return `${args.text}\n\nThroughline reference: tl-1`;
      if (name === 'send_replies') return args.replies!.map(() => reply(answer));
      if (name === 'mark_told')
        return { step: 1, message: 'Told', changed: 1, left_out: [], opportunity: null };
      return reply('sent');
    },
  );
});
afterEach(cleanup);

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const button = (title: string | RegExp) =>
  screen.findByText(title).then((text) => text.closest('button') as HTMLButtonElement);

test('the card counts who asked and drafts for the one who waits longest', async () => {
  render(LoopCard, { id: 27 });
  const field = (await screen.findByLabelText('Text for Ines Okafor')) as HTMLTextAreaElement;
  expect(field.value).toBe('Hello Ines Okafor');
  expect(screen.getByText(/3 people asked for Keep month-end sync running/)).toBeTruthy();
  const waiting = screen.getByLabelText('Waiting, longest first');
  expect(within(waiting).queryByText('Sven Krantz')).toBeNull();
  expect(asked('send_replies')).toEqual([]);
  offered('tell')?.run();
  expect(document.activeElement).toBe(field);
});

test('what a person approves is sent as it was edited, with the key of its draft', async () => {
  render(LoopCard, { id: 27 });
  await fireEvent.input(await screen.findByLabelText('Text for Ines Okafor'), {
    target: { value: 'It is there.' },
  });
  await fireEvent.click(await button('Show exactly'));
  expect(await screen.findByText(/It is there\.\s+Throughline reference/)).toBeTruthy();
  expect(asked('send_replies')).toEqual([]);
  offered('send')?.run();
  const replies = [{ reporter: 1, signal: 7, outcome: 'shipped', text: 'It is there.', key: 'tl-1' }];
  await waitFor(() => expect(asked('send_replies')).toEqual([{ id: 27, replies }]));
});

test('the text follows the person that is chosen', async () => {
  render(LoopCard, { id: 27 });
  await fireEvent.click(await button('Paul Ebner'));
  expect(((await screen.findByLabelText('Text for Paul Ebner')) as HTMLTextAreaElement).value).toBe(
    'Hello Paul Ebner',
  );
});

test('what can’t be sent from here says why and offers the copy only', async () => {
  drafts = [draft(1, 'Ines Okafor', 'Throughline can’t answer in PagerDuty.')];
  render(LoopCard, { id: 27 });
  expect(await screen.findByText(/can’t answer in PagerDuty/)).toBeTruthy();
  expect(screen.queryByText('Show exactly')).toBeNull();
  expect(offered('send')?.off).toBe('Throughline can’t answer in PagerDuty.');
  expect(await button('Copy')).toBeTruthy();
});

test('everybody is approved together, without those who are left out', async () => {
  render(ApproveAll, { id: 27, form: 'letter', title: 'Sync', onclose, ondone });
  expect(await screen.findByText(/reference: tl-2/)).toBeTruthy();
  await fireEvent.click(screen.getByLabelText(/Ines Okafor, Desk/));
  await fireEvent.click(await button('Send to 1 person'));
  const replies = [{ reporter: 2, signal: 7, outcome: 'shipped', text: 'Hello Paul Ebner', key: 'tl-2' }];
  await waitFor(() => expect(asked('send_replies')).toEqual([{ id: 27, replies }]));
  await waitFor(() => expect(ondone).toHaveBeenCalled());
});

test('being told in another way is noted with how and what', async () => {
  render(ToldElsewhere, { id: 27, person: people[0]!, outcome: 'shipped', onclose, ondone });
  await fireEvent.input(await screen.findByLabelText('Note'), { target: { value: 'She was glad.' } });
  await fireEvent.click(await button('Note that they know'));
  const told = { reporters: [1], outcome: 'shipped', way: 'phone', note: 'She was glad.', at: null };
  await waitFor(() => expect(asked('mark_told')).toEqual([{ id: 27, told }]));
});

test('a reply whose answer was lost can be looked for', async () => {
  people = [person(1, 'Ines Okafor', 'to_check')];
  render(LoopCard, { id: 27 });
  expect(await screen.findByText('Needs a check')).toBeTruthy();
  expect(screen.queryByLabelText('Text for Ines Okafor')).toBeNull();
  await fireEvent.click(await button('Look there, send if missing'));
  await waitFor(() => expect(asked('settle_reply')).toEqual([{ id: 4 }]));
});

test('the list asks for who is wanted and moves by key', async () => {
  render(People, { person: null });
  const rows = await screen.findAllByRole('row');
  expect(rows[1]!.getAttribute('aria-selected')).toBe('true');
  offered('next')?.run();
  await waitFor(() => expect(rows[2]!.getAttribute('aria-selected')).toBe('true'));
  expect(screen.getByText(/too few to say, n = 2/)).toBeTruthy();
  expect(screen.getByText('1 note to check')).toBeTruthy();
  await fireEvent.click(screen.getByRole('radio', { name: /Unanswered 14 days/ }));
  await waitFor(() =>
    expect(asked('loop_ledger').at(-1)).toEqual({
      query: { opportunity: null, who: 'unanswered', outcome: null },
    }),
  );
});

test('beside the opportunity stands who was told and who waits', async () => {
  render(WhoAsked, { id: 27 });
  const list = await screen.findByRole('list', { name: 'Who asked' });
  expect(within(list).getAllByText('To tell').length).toBe(2);
  expect(within(list).getByText(/Shipped, .*in the ticket/)).toBeTruthy();
  expect(screen.getByText('still waiting')).toBeTruthy();
});
