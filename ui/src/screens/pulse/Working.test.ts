/** The forum, and improvements with self-assessment. */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import { place } from '../../state/route.svelte';
import { session } from '../../state/session.svelte';
import { assessment, forum, improvement, improvements, item, NOW, patternReceipt } from './sample';
import { answers, beginAnew, callsOf, open, press } from './sample/page';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));
beginAnew(ipc.call);
const calls = callsOf(ipc.call);

describe('the forum', () => {
  test('an agenda says when, how long, why and what is to decide; nothing stands in the way of anybody', async () => {
    await open('forum', 'grid');
    expect(screen.getAllByRole('row')[3]?.textContent).toMatch(
      /7.*Token refresh fails.*3 episodes.*Make it an opportunity\?.*Came back.*Product/s,
    );
    expect(screen.getByText(/22 of 45 minutes/)).toBeTruthy();
    expect(screen.getByText(/1 meeting was skipped/)).toBeTruthy();
    expect(screen.getByRole('rowgroup', { name: 'Actions' }).textContent).toMatch(/late, due.*Dana/s);
    expect(screen.getByRole('region', { name: 'Not on the list' }).textContent).toMatch(
      /Sprint size, checkout.*needs 3 sprints.*not ripe/s,
    );
    expect(await barriers()).toEqual([]);
  });

  test('Enter decides in one of the ways, with what is written', async () => {
    await open('forum', 'grid');
    await press('j');
    await press('j');
    await press('Enter');
    const panel = await screen.findByRole('region', { name: 'Decide about Token refresh fails' });
    await fireEvent.input(within(panel).getByRole('textbox', { name: 'Written down as' }), {
      target: { value: 'Support spends 46 h on it.' },
    });
    await fireEvent.click(within(panel).getByRole('button', { name: /Write the decision down/ }));
    await waitFor(() =>
      expect(calls('decide_forum')).toEqual([
        {
          key: 'problem bb',
          verb: 'make_opportunity',
          way: 'Make it an opportunity',
          text: 'Support spends 46 h on it.',
        },
      ]),
    );
    await waitFor(() => expect(screen.queryByRole('region', { name: /^Decide about/ })).toBeNull());
  });

  test('a possible detour leads to the use of features, and can be nothing', async () => {
    const ways = [{ verb: 'dismiss_detour', title: 'It is nothing' }] as const;
    const [key, leads_to] = ['detour Search\nExport', { type: 'features' }] as const;
    const detour = item(key, 'People may take a detour', { kind: 'detour', ways: [...ways], leads_to });
    answers.forum = { ...forum, items: [detour] };
    await open('forum', 'grid');
    await press('Enter');
    const panel = await screen.findByRole('region', { name: 'Decide about People may take a detour' });
    await fireEvent.click(within(panel).getByRole('button', { name: /Write the decision down/ }));
    await waitFor(() =>
      expect(calls('decide_forum')).toEqual([
        { key, verb: 'dismiss_detour', way: 'It is nothing', text: '' },
      ]),
    );
    await press('Enter');
    await fireEvent.click(await screen.findByRole('button', { name: 'Look closer' }));
    expect(place.now).toEqual({ screen: 'pulse', tab: 'features' });
  });

  test('items are moved, added and taken off with a reason', async () => {
    await open('forum', 'grid');
    await press('j');
    await press('ArrowDown', { shiftKey: true });
    await waitFor(() =>
      expect(calls('move_forum_item')).toEqual([{ key: 'incident desk/INC-1', later: true }]),
    );
    await press('3');
    await fireEvent.input(await screen.findByRole('textbox', { name: /Why “Price lookup/ }), {
      target: { value: 'Settled in the channel' },
    });
    await fireEvent.click(screen.getByRole('button', { name: 'Take off' }));
    await waitFor(() =>
      expect(calls('take_off_forum')).toEqual([
        { key: 'incident desk/INC-1', reason: 'Settled in the channel' },
      ]),
    );
    await fireEvent.click(screen.getByRole('button', { name: 'Put “Sprint size, checkout” on the agenda' }));
    await waitFor(() => expect(calls('put_on_forum')).toEqual([{ key: 'sprint checkout' }]));
  });

  test('the meeting starts, ends, and an action is done', async () => {
    await open('forum', 'grid');
    await press('N', { shiftKey: true });
    await waitFor(() => expect(calls('start_forum')).toHaveLength(1));
    await fireEvent.click(screen.getByRole('checkbox', { name: /Name one on-call/ }));
    await waitFor(() => expect(calls('finish_forum_action')).toEqual([{ uid: 'a1', done: true }]));
    answers.forum = { ...forum, running_since: NOW };
    session.revision += 1;
    await fireEvent.click(await screen.findByRole('button', { name: /End the meeting/ }));
    await waitFor(() => expect(calls('end_forum')).toHaveLength(1));
  });
});

describe('improvements', () => {
  test('four columns hold the cards; Shift and an arrow moves one on', async () => {
    await open('improvements', 'listbox');
    const check = screen.getByRole('listbox', { name: 'Check, 1' });
    expect(check.textContent).toMatch(/Resume stopped runs.*4\.4, n = 22.*check was due/s);
    expect(await barriers()).toEqual([]);
    await press('ArrowRight', { shiftKey: true });
    await waitFor(() =>
      expect(calls('move_improvement')).toEqual([{ uid: 'c1', step: 'do', verdict: null }]),
    );
    // The last step says what became of it.
    await press('j');
    await press('ArrowRight', { shiftKey: true });
    await fireEvent.click(await screen.findByRole('button', { name: /Dropped/ }));
    await waitFor(() =>
      expect(calls('move_improvement')[1]).toEqual({ uid: 'c2', step: 'act', verdict: 'dropped' }),
    );
  });

  test('a new card is written and saved', async () => {
    await open('improvements', 'listbox');
    await press('n');
    await fireEvent.input(await screen.findByRole('textbox', { name: 'What we try' }), {
      target: { value: 'Alert at 2 %' },
    });
    await fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
    await waitFor(() =>
      expect(calls('add_improvement')).toMatchObject([
        { card: { title: 'Alert at 2 %', goal: '', source: { type: 'none' } } },
      ]),
    );
  });

  test('a found habit becomes a card with its source; what has no data says that it isn’t zero', async () => {
    await open('improvements', 'listbox');
    expect(await screen.findByText(/tells what was reopened\. This isn’t zero\./)).toBeTruthy();
    await fireEvent.click(screen.getAllByRole('button', { name: 'Improve “Big batches”' })[0]!);
    await fireEvent.click(await screen.findByRole('button', { name: /^Save/ }));
    await waitFor(() =>
      expect(calls('add_improvement')).toMatchObject([
        { card: { source: { type: 'anti_pattern', id: 'batches', title: 'Big batches' } } },
      ]),
    );
  });

  test('the number of a habit opens the records that count, and apart those that don’t', async () => {
    await open('improvements', 'listbox');
    await fireEvent.click(await screen.findByRole('button', { name: '1 of 12 deployments stand out.' }));
    const receipt = await screen.findByRole('dialog', { name: 'Big batches' });
    expect(receipt.textContent).toMatch(
      /Far more changes than usual.*Counted, 1.*DEP-5.*12 changes.*Not counted, 11.*DEP-6.*2 changes.*and 10 more/s,
    );
    await fireEvent.click(within(receipt).getByRole('button', { name: /DEP-6/ }));
    expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', signal: 6 });
  });

  test('a habit seen in problems or sprints leads to them; whatever there is has no first day', async () => {
    answers.anti_pattern_receipt = {
      ...patternReceipt,
      from: null,
      counted: [
        { of: { type: 'problem', key: 'bb', title: 'Token refresh' }, says: '2 causes in technology' },
      ],
      others: [{ of: { type: 'sprint', service: null }, says: 'nothing in the 14 days from 2026-11-02' }],
    };
    await open('improvements', 'listbox');
    const number = { name: '1 of 12 deployments stand out.' };
    await fireEvent.click(await screen.findByRole('button', number));
    const receipt = await screen.findByRole('dialog', { name: 'Big batches' });
    expect(receipt.textContent).toContain('Up to');
    await fireEvent.click(within(receipt).getByRole('button', { name: /no service.*14 days/ }));
    expect(place.now).toEqual({ screen: 'pulse', tab: 'changes' });
    await fireEvent.click(screen.getByRole('button', number));
    await fireEvent.click(await screen.findByRole('button', { name: /Token refresh.*2 causes/ }));
    expect(place.now).toEqual({ screen: 'problem', key: 'bb' });
    await fireEvent.click(screen.getByRole('button', number));
    await screen.findByRole('dialog', { name: 'Big batches' });
    expect(await barriers()).toEqual([]);
  });

  test('the trend of how people see themselves has its n and no names; answers go in one by one', async () => {
    answers.assessment = {
      ...assessment,
      rounds: [...assessment.rounds, { uid: 'r9', opened_at: NOW, closed_at: null, n: 3, results: [] }],
    };
    await open('improvements', 'listbox');
    const side = await screen.findByRole('region', { name: 'How we see ourselves' });
    expect(side.textContent).toMatch(/9 people answered last.*Operations shape the plan.*2.*−1/s);
    expect(within(side).getByText(/3 answers so far/)).toBeTruthy();
    await fireEvent.click(within(side).getByRole('button', { name: /Answer the questions/ }));
    const dialog = await screen.findByRole('dialog');
    for (const fours of within(dialog).getAllByRole('radio', { name: '4' })) await fireEvent.click(fours);
    await fireEvent.click(within(dialog).getByRole('button', { name: /Give the answers/ }));
    await waitFor(() => expect(calls('answer_assessment')).toEqual([{ answers: [4, 4] }]));
  });

  test('a card from a problem says which', async () => {
    answers.improvements = {
      ...improvements,
      cards: [
        improvement('c9', 'Keep keys longer', {
          source: { type: 'problem', key: 'bb', title: 'Token refresh' },
        }),
      ],
    };
    await open('improvements', 'listbox');
    expect(screen.getByRole('option').textContent).toContain('Token refresh');
  });
});
