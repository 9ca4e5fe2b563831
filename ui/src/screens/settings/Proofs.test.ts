import { render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import Proofs from './Proofs.svelte';

const tool = (id: string, group: string) => ({
  id,
  group,
  name: id,
  initials: 'Ab',
  proof: `Tried with ${id}.`,
});

vi.mock('../../ipc', async (original) => ({
  ...(await original<object>()),
  call: () => Promise.resolve([tool('redmine', 'work'), tool('sheet', 'files')]),
}));

test('every tool says what it was tried against; files are no tool', async () => {
  render(Proofs);
  const list = await screen.findByRole('list', { name: 'How each tool was proved' });
  const rows = within(list).getAllByRole('listitem');
  expect(rows.map((row) => row.textContent.trim())).toEqual([expect.stringContaining('Tried with redmine.')]);
});
