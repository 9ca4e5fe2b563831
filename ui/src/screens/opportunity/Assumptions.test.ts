import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { OpportunityDetail, RiskHint } from '../../ipc';
import { DONE } from '../score/sample';
import { sample } from '../opportunities/tree/sample';
import Assumptions from './Assumptions.svelte';
import RiskRegister from './RiskRegister.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const decided = (name: string) => call.mock.calls.filter(([one]) => one === name).map(([, args]) => args);
const branch = () => sample().outcomes[0]!.opportunities[1]!;

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async (name: string) =>
    name === 'add_to_tree' ? { node: { level: 'assumption', uid: 'made' }, step: DONE } : DONE,
  );
});
afterEach(cleanup);

test('all assumptions stand under what they are about, and the riskiest is pointed out', async () => {
  render(Assumptions, { branch: branch() });
  expect(screen.getByText('3 in all, 2 still open')).toBeTruthy();
  expect(screen.getAllByRole('heading', { level: 3 }).map((one) => one.textContent)).toEqual([
    'About the opportunity itself',
    'Retry key',
    'Refund overnight (dropped)',
  ]);
  expect(screen.getByText('Test next:').parentElement?.textContent).toMatch(
    /Provider honours our key importance 5 × unsureness 4 = 20 of 25/,
  );
  const line = screen.getByRole('button', { name: /Provider honours our key/ });
  expect(line.textContent?.replace(/\s+/g, ' ')).toMatch(/Feasibility 20 of 25 Planned, due/);
  await fireEvent.click(line);
  expect(line.getAttribute('aria-expanded')).toBe('true');
  const result = screen.getByRole('textbox', { name: 'Result of test 1' });
  await fireEvent.focus(result);
  await fireEvent.input(result, { target: { value: '5 of 5 days' } });
  await fireEvent.blur(result);
  await waitFor(() =>
    expect(decided('edit_in_tree')[0]).toMatchObject({ uid: 'sandbox', form: { result: '5 of 5 days' } }),
  );
  expect(await barriers()).toEqual([]);
});

test('an assumption is added to the opportunity itself', async () => {
  render(Assumptions, { branch: branch() });
  await fireEvent.click(screen.getByRole('button', { name: 'Add an assumption' }));
  const field = await screen.findByLabelText('New assumption under “One charge per order”');
  await fireEvent.input(field, { target: { value: 'People pay once' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() =>
    expect(decided('add_to_tree')[0]).toMatchObject({
      under: { level: 'opportunity', uid: 'opp34' },
      form: { level: 'assumption', title: 'People pay once', importance: null },
    }),
  );
});

test('a failed assumption is suggested to the register, judged or refused by a person', async () => {
  const hint: RiskHint = {
    assumption: 'honours',
    kind: 'feasibility',
    says: '“It honours” didn’t hold',
    impact: 5,
  };
  const detail = { row: branch().row, risks: [] } as unknown as OpportunityDetail;
  render(RiskRegister, { detail, hints: [hint] });
  const line = screen.getByText('“It honours” didn’t hold').closest('tr')!;
  await fireEvent.click(within(line).getByRole('button', { name: 'Not this one' }));
  expect(decided('refuse_risk_hint')).toEqual([{ assumption: 'honours', refused: true }]);
  await fireEvent.click(within(line).getByRole('button', { name: 'Judge the suggested feasibility risk' }));
  await fireEvent.click(await screen.findByRole('button', { name: /Save/ }));
  expect(decided('set_risk')).toEqual([
    {
      id: 34,
      kind: 'feasibility',
      assessment: { likelihood: 4, impact: 5, note: '“It honours” didn’t hold' },
    },
  ]);
});
