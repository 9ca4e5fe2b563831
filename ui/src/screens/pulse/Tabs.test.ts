import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import { place } from '../../state/route.svelte';
import { session } from '../../state/session.svelte';
import { toasts } from '../../state/toast.svelte';
import Pulse from './Pulse.svelte';
import { changes, links, NOW, problems } from './sample';
import { answers, beginAnew, callsOf, open, press, selected } from './sample/page';

const ipc = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), ...ipc }));
beginAnew(ipc.call);
const calls = callsOf(ipc.call);

describe('links to review', () => {
  test('a candidate says what, when, why and how sure', async () => {
    await open('links');
    expect(selected()).toMatch(
      /7\.40\.5.*carries 1 change: CHG-5.*14\smin before.*same service.*suggested, 0\.82/s,
    );
    expect(screen.getByRole('rowgroup', { name: 'INC-2261 Cart is empty' })).toBeTruthy();
    expect(await barriers()).toEqual([]);
  });

  test('1 confirms, 3 refuses, J goes to the next', async () => {
    await open('links');
    await press('1');
    await waitFor(() =>
      expect(calls('judge_link')).toEqual([{ incident: 21, change: 5, verdict: 'confirmed' }]),
    );
    await press('j');
    await press('j');
    await press('3');
    await waitFor(() =>
      expect(calls('judge_link')[1]).toEqual({ incident: 22, change: 7, verdict: 'refused' }),
    );
    expect(toasts.shown?.action?.title).toBe('Undo');
  });

  test('after a verdict the line that slides up is selected', async () => {
    await open('links');
    const [first, second] = links.incidents;
    answers.pulse_links = {
      ...links,
      incidents: [{ ...first!, candidates: first!.candidates.slice(1) }, second!],
    };
    session.revision += 1;
    await waitFor(() => expect(selected()).toContain('7.40.6'));
  });

  test('a confirmed one that stays is passed over', async () => {
    await open('links');
    await press('1');
    await waitFor(() => expect(calls('judge_link')).toHaveLength(1));
    const [first, second] = links.incidents;
    const [sure, other] = first!.candidates;
    const candidates = [{ ...sure!, state: 'confirmed' as const }, other!];
    answers.pulse_links = { ...links, incidents: [{ ...first!, candidates }, second!] };
    session.revision += 1;
    await waitFor(() => expect(selected()).toContain('7.40.6'));
  });

  test('none of them caused it: all are refused at once', async () => {
    await open('links');
    await fireEvent.click(screen.getAllByRole('button', { name: 'None of these' })[0]!);
    await waitFor(() => expect(calls('refuse_links')).toEqual([{ incident: 21 }]));
  });

  test('a verdict can be taken back where it is shown', async () => {
    const judged = {
      ...links.incidents[0]!.candidates[0]!,
      state: 'confirmed' as const,
      judged_by: 'Maya',
      judged_at: NOW,
    };
    answers.pulse_links = { ...links, incidents: [{ ...links.incidents[0]!, candidates: [judged] }] };
    await open('links');
    await fireEvent.click(screen.getByRole('tab', { name: /Confirmed/ }));
    await waitFor(() => expect(calls('pulse_links').at(-1)).toMatchObject({ view: 'confirmed' }));
    await fireEvent.click(await screen.findByRole('button', { name: 'Take the verdict back' }));
    await waitFor(() => expect(calls('judge_link')).toEqual([{ incident: 21, change: 5, verdict: null }]));
  });

  test('an incident without a change says why, which is an answer', async () => {
    answers.pulse_links = {
      ...links,
      incidents: [{ ...links.incidents[0]!, candidates: [], none: 'Nothing changed within 72 hours.' }],
    };
    await open('links');
    expect(selected()).toContain('Nothing changed within 72 hours.');
    await press('1');
    expect(calls('judge_link')).toEqual([]);
  });

  test('nothing to review leads back', async () => {
    answers.pulse_links = { ...links, incidents: [] };
    render(Pulse, { tab: 'links' });
    await screen.findByText('No link waits for a verdict');
  });
});

describe('problems', () => {
  test('rows say how often, how much and what is known; Enter opens one', async () => {
    await open('problems');
    expect(screen.getAllByRole('row')[1]?.textContent).toMatch(
      /Price lookup times out.*9.*61.*15\s%.*1\sh\s40/s,
    );
    await press('j');
    expect(selected()).toMatch(/Token refresh fails.*€9\sk.*Workaround/s);
    await press('Enter');
    expect(place.now).toEqual({ screen: 'problem', key: 'bb' });
    expect(await barriers()).toEqual([]);
  });

  test('1 makes an opportunity with its title', async () => {
    await open('problems');
    await press('1');
    const field = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Opportunity' });
    expect(field.value).toBe('Price lookup times out');
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() =>
      expect(calls('accept_problem')).toEqual([
        {
          key: 'aa',
          into: { type: 'new', title: 'Price lookup times out' },
          importance: 2,
          meanwhile: false,
        },
      ]),
    );
  });

  test('1 on one with an opportunity takes what came since', async () => {
    await open('problems');
    await press('End');
    await press('1');
    await waitFor(() =>
      expect(calls('accept_problem')).toMatchObject([
        { key: 'cc', into: { type: 'existing', opportunity: 27 } },
      ]),
    );
  });

  test('what an hour costs is set for all', async () => {
    await open('problems');
    await press('D', { shiftKey: true });
    const field = await screen.findByLabelText('An hour of those who restore it');
    await fireEvent.input(field, { target: { value: '40 65 90' } });
    await fireEvent.click(screen.getByRole('button', { name: /Save/ }));
    await waitFor(() =>
      expect(calls('set_cost_rates')).toMatchObject([
        { key: null, rates: { hour: { low: 40, likely: 65, high: 90 }, credits: null } },
      ]),
    );
  });

  test.each([
    [0, 'No incident in these days'],
    [12, 'Nothing comes back'],
  ])('%d records and no problem: %s', async (records, title) => {
    answers.problems = { ...problems, problems: [], records, top_share: records ? 0 : null };
    render(Pulse, { tab: 'problems' });
    await screen.findByText(title);
  });
});

describe('changes', () => {
  test('kinds of change, deployments without a record and sprints', async () => {
    await open('changes');
    expect(selected()).toMatch(
      /Switch a feature flag.*checkout.*118.*1.*at most 4\.6\s%.*19\sh\s12 of 21\sh\s36.*23\sd/s,
    );
    expect(screen.getByRole('row', { name: /Change wording.*n = 4, too few/ })).toBeTruthy();
    expect(
      screen.getByRole('row', { name: /invoicing 9\.2\.1.*CHG-1180.*0\.88, strong.*Nothing/ }),
    ).toBeTruthy();
    expect(screen.getByRole('row', { name: /identity 4\.17\.2.*INC-2285 in 31\smin/ })).toBeTruthy();
    expect(screen.getByText('18 or fewer.')).toBeTruthy();
    expect(await barriers()).toEqual([]);
  });

  test('1 proposes a standard change; one that doesn’t meet the rule says why not', async () => {
    await open('changes');
    await press('1');
    await waitFor(() => expect(calls('propose_standard_change')).toEqual([{ key: 's1', proposed: true }]));
    await press('j');
    await press('1');
    expect(calls('propose_standard_change')).toHaveLength(1);
    expect(screen.getAllByText('It starts at 10.').length).toBeGreaterThan(0);
  });

  test('1 links a deployment with its record, 3 says it is another’s', async () => {
    await open('changes');
    await press('j');
    await press('j');
    await press('1');
    await press('j');
    await press('3');
    await waitFor(() =>
      expect(calls('set_change_records')).toEqual([
        { pairs: [{ deployment: 51, change: 61 }], belongs: true },
        { pairs: [{ deployment: 52, change: 62 }], belongs: false },
      ]),
    );
  });

  test('Enter lists the changes behind a kind, down to each', async () => {
    answers.signal_rows = [{ id: 41, kind: 'change', title: 'Switch flag 9', happened_at: NOW }];
    await open('changes');
    await press('Enter');
    const dialog = within(await screen.findByRole('dialog', { name: 'Switch a feature flag' }));
    await fireEvent.click(await dialog.findByRole('button', { name: /Switch flag 9/ }));
    expect(calls('signal_rows')).toEqual([{ ids: [41] }]);
    expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', signal: 41 });
  });

  test('the strong ones are linked at once', async () => {
    await open('changes');
    await fireEvent.click(screen.getByRole('button', { name: 'Link the 2 strong ones' }));
    await waitFor(() =>
      expect(calls('set_change_records')).toMatchObject([{ pairs: [{}, {}], belongs: true }]),
    );
  });

  test('the advice can be tried, and stopped', async () => {
    await open('changes');
    await press('L', { shiftKey: true });
    await waitFor(() =>
      expect(calls('try_change_level')).toEqual([{ service: 'checkout', level: 18, sprints: 3 }]),
    );
    const [sprint] = changes.sprints;
    answers.changes_page = {
      ...changes,
      sprints: [{ ...sprint!, tried: { level: 18, sprints: 3, since: NOW } }],
    };
    session.revision += 1;
    await screen.findByText(/Trying 18 for 3 sprints/);
    await press('L', { shiftKey: true });
    await waitFor(() => expect(calls('try_change_level')[1]).toMatchObject({ level: null }));
  });

  test('T shows the sprints as a table', async () => {
    await open('changes');
    await press('t');
    await screen.findByRole('columnheader', { name: 'Sprint from' });
  });

  test('without any change record read, nothing is said to lack one', async () => {
    answers.changes_page = { ...changes, unrecorded: { ...changes.unrecorded, known: false, rows: [] } };
    await open('changes');
    expect(screen.getByText(/No source brings change records\. This isn’t zero/)).toBeTruthy();
  });

  test('how work flows by service: age, waiting, batches, rework', async () => {
    await open('changes');
    const flow = await screen.findByRole('region', { name: 'How work flows' });
    expect(flow.textContent).toMatch(
      /checkout.*12.*4\sd.*30\sd.*60\s%.*25\s%.*1\.4.*3.*2 of 40.*Work waits longer than it is worked on/s,
    );
    expect(flow.textContent).toMatch(/identity.*Not told/s);
    await fireEvent.click(within(flow).getByRole('button', { name: 'checkout 7.40, 19 changes' }));
    expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', signal: 53 });
  });

  test('each number of the flow opens its receipt, of a service and of a product', async () => {
    await open('changes');
    const flow = await screen.findByRole('region', { name: 'How work flows' });
    await fireEvent.click(within(flow).getByRole('button', { name: 'Hand-overs of checkout: 1.4' }));
    const receipt = await screen.findByRole('dialog', { name: 'Hand-overs, checkout' });
    expect(receipt.textContent).toMatch(
      /55 % went to another group.*Counted, 20.*INC-71.*5 hand-overs.*and 19/s,
    );
    await fireEvent.click(within(flow).getByRole('button', { name: 'Open of Shop: 14' }));
    await waitFor(() =>
      expect(calls('flow_receipt').map((asked) => [asked.place, asked.of])).toEqual([
        [{ type: 'service', name: 'checkout' }, 'hand_overs'],
        [{ type: 'product', name: 'Shop' }, 'open'],
      ]),
    );
    await fireEvent.click((await screen.findAllByRole('button', { name: /INC-71/ }))[0]!);
    expect(place.now).toEqual({ screen: 'inbox', split: 'inbox', signal: 71 });
  });

  test('without changes it says what comes next', async () => {
    answers.changes_page = {
      ...changes,
      standard: [],
      sprints: [],
      unrecorded: { known: true, rows: [], deployments: 0, look_alike: 0, strong: 0 },
    };
    render(Pulse, { tab: 'changes' });
    await screen.findByText('No changes in these days');
  });
});

test('tabs say how many problems there are, and lead there', async () => {
  await open('changes');
  const tabs = within(screen.getByRole('tablist', { name: 'Parts of the Pulse' }));
  await waitFor(() => expect(tabs.getByRole('tab', { name: /Problems\s*3/ })).toBeTruthy());
  await fireEvent.click(tabs.getByRole('tab', { name: /Problems/ }));
  expect(place.now).toEqual({ screen: 'pulse', tab: 'problems' });
});
