import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { barriers } from '../../barriers';
import type { OpportunityDetail } from '../../ipc';
import Stepper from './Stepper.svelte';

test('a step is named by its word and date, then what pressing it does', async () => {
  const reached: OpportunityDetail['reached'] = [['captured', Date.now()]];
  const detail = { row: { stage: 'assessing' }, reached } as OpportunityDetail;
  render(Stepper, { detail, onmove: () => {} });
  expect(screen.getByRole('button', { name: /^Captured ?, reached .+, move it here$/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Assessing.*, where it is now$/ })).toBeTruthy();
  expect(await barriers()).toEqual([]);
});
