import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { barriers } from '../../barriers';
import type { ServicesView } from '../../ipc';
import { offered, run } from '../../state/commands.svelte';
import Services from './Services.svelte';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));
Element.prototype.scrollIntoView = () => {};

const EU = { connection: 1, field: 'label', value: 'Checkout EU' } as const;
const OFFICE = { connection: 1, field: 'project', value: 'Office' } as const;
const VIEW: ServicesView = {
  unmapped: [
    {
      place: EU,
      connection: 'Desk',
      signals: 61,
      newest: 9,
      newest_title: 'Cart empties',
      newest_at: 0,
      suggestion: 'checkout',
    },
    {
      place: OFFICE,
      connection: 'Desk',
      signals: 19,
      newest: 8,
      newest_title: 'No Wi-Fi',
      newest_at: 0,
      suggestion: null,
    },
  ],
  unmapped_values: 2,
  unmapped_signals: 80,
  services: [{ id: 1, name: 'checkout', product: 'Shop', signals: 112, open: 5, told: ['Checkout US'] }],
  rules: [],
  products: ['Shop'],
};

let view: ServicesView;
beforeEach(() => {
  view = VIEW;
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'services') return view;
    if (name === 'customers') return { unmatched_values: 0 };
    if (name === 'connections') return [];
    return { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null };
  });
});
afterEach(cleanup);

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);

test('what has no service stands first, and one key takes the suggestion', async () => {
  render(Services);
  const rows = await screen.findAllByRole('row', { name: /signals/ });
  expect(rows[0]?.getAttribute('aria-label')).toBe(
    'Checkout EU. Label in Desk. 61 signals. Newest: Cart empties. Suggested checkout.',
  );
  expect(rows[0]?.getAttribute('aria-selected')).toBe('true');
  expect(offered('accept')?.title).toBe('Is checkout');
  run('accept');
  expect(asked('assign_service')).toEqual([{ place: EU, service: 'checkout' }]);
});

test('one click takes the suggestion too', async () => {
  render(Services);
  const grid = await screen.findByRole('grid', { name: 'Services' });
  await fireEvent.click(within(grid).getByRole('button', { name: 'Is checkout' }));
  expect(asked('assign_service')).toEqual([{ place: EU, service: 'checkout' }]);
});

test('a new service is made by typing its name', async () => {
  render(Services);
  await screen.findAllByRole('row', { name: /signals/ });
  run('next');
  await tick();
  expect(offered('accept')?.off).toBe('No service has a name like it.');
  run('open');
  const field = await screen.findByRole('combobox', { name: 'Service' });
  await fireEvent.input(field, { target: { value: 'Facilities' } });
  await screen.findByText('New service "Facilities"');
  await waitFor(async () => {
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(asked('assign_service')).toEqual([{ place: OFFICE, service: 'Facilities' }]);
  });
});

test('leaving out and products have their verbs', async () => {
  render(Services);
  await screen.findAllByRole('row', { name: /signals/ });
  run('decline');
  expect(asked('assign_service')).toEqual([{ place: EU, service: '' }]);
  run('next');
  run('next');
  await tick();
  expect(offered('decline')?.off).toBe('It has a service.');
  run('product');
  await fireEvent.click(await screen.findByText('No product'));
  expect(asked('set_product')).toEqual([{ service: 'checkout', product: '' }]);
});

test('a workspace without services says what comes next', async () => {
  view = { ...VIEW, unmapped: [], unmapped_values: 0, services: [], products: [] };
  render(Services);
  await screen.findByText('No service is known yet');
});

test('nothing keeps people out', async () => {
  render(Services);
  await screen.findAllByText('checkout');
  expect(await barriers()).toEqual([]);
});
