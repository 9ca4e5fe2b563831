import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import { fireEvent } from '@testing-library/svelte';
import type { CompanyPreview, CustomersView } from '../../ipc';
import { offered, run } from '../../state/commands.svelte';
import Customers from './Customers.svelte';
import ImportCustomers from './ImportCustomers.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));
Element.prototype.scrollIntoView = () => {};

const QUAY = { sign: 'domain', value: 'quay.example' } as const;
const BOLT = { sign: 'organisation', value: 'bolt' } as const;
const VIEW: CustomersView = {
  unmatched: [{ told: QUAY, signals: 3, newest: 1, newest_title: 'Slow', fits: ['Quay', 'Quay Holding'] }],
  unmatched_values: 1,
  unmatched_signals: 3,
  customers: [
    {
      id: 4,
      customer: {
        name: 'Quay',
        domain: 'quay.example',
        revenue: 12000,
        plan: 'Gold',
        renews_on: '2027-03-31',
      },
      imported: true,
      amount: null,
      domains: ['quay.example'],
      signals: 7,
    },
  ],
  total: 1,
  imported: 1,
  choices: [{ told: BOLT, customer: null }],
};
const PREVIEW: CompanyPreview = {
  file: { token: 'a', name: 'list.csv', bytes: 9 },
  format: 'csv',
  mapping: { columns: ['name', 'leave_out'], date_order: 'day_first', decimal_comma: false },
  columns: [
    { name: 'Account', first_values: ['Quay'], filled: 1 },
    { name: 'ARR', first_values: ['12000'], filled: 1 },
  ],
  rows: 2,
  clean: 1,
  noted: 0,
  left_out: 1,
  problems: [{ row: 2, column: 'Account', what: 'No name', left_out: true, kept: '' }],
  first: [],
  already_here: 0,
  blocked: null,
};

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async (name: string, args: { mapping?: CompanyPreview['mapping'] | null }) => {
    if (name === 'customers') return VIEW;
    if (name === 'workspace') return { settings: { currency: 'EUR' } };
    if (name === 'services') return { unmapped_values: 0 };
    if (name === 'preview_customers') return { ...PREVIEW, mapping: args.mapping ?? PREVIEW.mapping };
    if (name === 'import_customers') return { message: 'Imported list.csv: 1 new.' };
    return { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null };
  });
});
afterEach(cleanup);

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);

test('whom nobody could match stands first, with those it fits', async () => {
  render(Customers);
  const rows = await screen.findAllByRole('row', { name: /\./ });
  expect(rows.map((row) => row.getAttribute('aria-label'))).toEqual([
    'quay.example. Mail domain. Fits Quay and Quay Holding. 3 signals. Newest: Slow.',
    expect.stringMatching(/^Quay\. .*12.000.*\. 7 signals\.$/),
    'bolt is no customer.',
  ]);
  run('open');
  await fireEvent.click(await screen.findByText('Quay Holding'));
  expect(asked('assign_customer')).toEqual([{ told: QUAY, customer: 'Quay Holding' }]);
});

test('a decision can be taken back long after', async () => {
  render(Customers);
  await screen.findAllByRole('row', { name: /\./ });
  expect(offered('remove')?.off).toBe('Choose something decided here.');
  run('next');
  run('next');
  await tick();
  run('remove');
  expect(asked('assign_customer')).toEqual([{ told: BOLT, customer: null }]);
});

test('a list is shown before it is imported', async () => {
  render(ImportCustomers, { file: PREVIEW.file });
  await screen.findByText('No name');
  const select = screen.getByRole('combobox', { name: 'What ARR becomes' });
  await fireEvent.change(select, { target: { value: 'revenue' } });
  await waitFor(() =>
    expect(asked('preview_customers').at(-1)?.mapping.columns).toEqual(['name', 'revenue']),
  );
  await waitFor(() => expect(offered('send')?.off).toBeNull());
  expect(asked('import_customers')).toEqual([]);
  run('send');
  await waitFor(() => expect(asked('import_customers')).toHaveLength(1));
});

test('nothing keeps people out', async () => {
  render(Customers);
  await screen.findByRole('grid');
  expect(await barriers()).toEqual([]);
});
