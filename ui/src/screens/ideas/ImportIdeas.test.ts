import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IdeaMapping, IdeaPreview } from '../../ipc';
import { offered, run } from '../../state/commands.svelte';
import { place } from '../../state/route.svelte';
import ImportIdeas from './ImportIdeas.svelte';
import { withStage, withTarget } from './ideas';

const call = vi.hoisted(() => vi.fn());
vi.mock('../../ipc', async (original) => ({ ...(await original<object>()), call }));

const MAPPING: IdeaMapping = { source: 'canny', columns: ['title', 'status', 'leave_out'], stages: [] };
const PREVIEW: IdeaPreview = {
  file: { token: 'a', name: 'posts.csv', bytes: 9 },
  format: 'csv',
  mapping: MAPPING,
  columns: [
    { name: 'Title', first_values: ['Dark mode'], filled: 1 },
    { name: 'Status', first_values: ['someday'], filled: 1 },
    { name: 'Who', first_values: ['ana'], filled: 1 },
  ],
  rows: 4,
  clean: 2,
  noted: 0,
  left_out: 1,
  problems: [{ row: 3, column: null, what: 'OPP-7 has this title', left_out: true, kept: '' }],
  first: [
    {
      row: 1,
      uid: 'u1',
      title: '<b>Dark mode</b>',
      statement: 'For nights',
      owner: 'Maya',
      service: '',
      stage: 'captured',
      status: 'someday',
      noted: false,
    },
  ],
  statuses: [{ word: 'someday', rows: 2, stage: 'captured', known: false }],
  already_here: 1,
  same_title: 1,
  blocked: null,
};

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async (name: string, args: { mapping?: IdeaMapping | null }) => {
    if (name === 'preview_ideas') return { ...PREVIEW, mapping: args.mapping ?? MAPPING };
    return { step: 3, message: 'Imported posts.csv: 2 opportunities.', changed: 2, left_out: [] };
  });
  place.reset({ screen: 'ideas', file: PREVIEW.file });
});
afterEach(cleanup);

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);

test('a list of ideas is shown before anything is written, with its titles as text', async () => {
  render(ImportIdeas, { file: PREVIEW.file });
  expect(await screen.findByText('<b>Dark mode</b>')).toBeTruthy();
  expect(screen.getByText('OPP-7 has this title')).toBeTruthy();
  expect(screen.getByText(/1 row was imported before/)).toBeTruthy();
  expect(screen.getByText(/not a usual status/)).toBeTruthy();
  expect(asked('import_ideas')).toEqual([]);
  expect(offered('send')?.title).toBe('Import 2 opportunities');
});

test('columns and statuses can be matched otherwise, then the whole is imported', async () => {
  render(ImportIdeas, { file: PREVIEW.file });
  const stage = await screen.findByRole('combobox', { name: 'The stage of someday' });
  await fireEvent.change(stage, { target: { value: 'ready' } });
  await waitFor(() => expect(asked('preview_ideas').at(-1)?.mapping.stages).toEqual([['someday', 'ready']]));
  const column = screen.getByRole('combobox', { name: 'What Who becomes' });
  await fireEvent.change(column, { target: { value: 'owner' } });
  await waitFor(() =>
    expect(asked('preview_ideas').at(-1)?.mapping.columns).toEqual(['title', 'status', 'owner']),
  );
  await waitFor(() => expect(offered('send')?.off).toBeNull());
  run('send');
  await waitFor(() => expect(place.now).toEqual({ screen: 'opportunities' }));
  expect(asked('import_ideas')[0].mapping.stages).toEqual([['someday', 'ready']]);
});

test('one column a target, one stage a status', () => {
  expect(withTarget(MAPPING, 2, 'title').columns).toEqual(['leave_out', 'status', 'title']);
  const once = withStage(withStage(MAPPING, 'Next', 'ready'), 'next', 'assessing');
  expect(once.stages).toEqual([['next', 'assessing']]);
});
