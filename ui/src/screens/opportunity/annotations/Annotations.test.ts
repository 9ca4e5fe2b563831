import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AnnotationBoard, ImageView, NoteView, Problem, TextBlock } from '../../../ipc';
import { bindingsOf, keyboard } from '../../../keys';
import type { Resource } from '../../../state/resource.svelte';
import { files } from '../../../state/files.svelte';
import Annotations from './Annotations.svelte';

const call = vi.hoisted(() => vi.fn());
const imageBytes = vi.hoisted(() => vi.fn());
const stageFile = vi.hoisted(() => vi.fn());
const openUrl = vi.hoisted(() => vi.fn());
vi.mock('../../../ipc', async (original) => ({
  ...(await original<object>()),
  call,
  imageBytes,
  stageFile,
  openUrl,
}));

function block(text: string, url: string | null = null): TextBlock {
  const span = { text, strong: false, emphasis: false, struck: false, code: false, url };
  return { kind: 'paragraph', depth: 0, marker: '', spans: [span] };
}

function image(id: number, caption: string): ImageView {
  return {
    id,
    number: id,
    caption,
    media_type: 'image/png',
    width: 1440,
    height: 900,
    bytes: 9,
    added_at: 0,
    added_by: 'Jun',
  };
}

function note(number: number, over: Partial<NoteView> = {}): NoteView {
  const text = `Text ${number}`;
  return {
    id: number * 10,
    number,
    image: 1,
    shape: { type: 'point', x: 0.25, y: 0.5 },
    text,
    blocks: [block(text)],
    resolved: false,
    written_at: 0,
    written_by: 'Jun',
    edited_at: null,
    replies: [],
    ...over,
  };
}

function boardOf(images: ImageView[], notes: NoteView[], problem: Problem | null = null) {
  const open = notes.filter((one) => !one.resolved).length;
  const value: AnnotationBoard | null = problem ? null : { opportunity: 27, images, notes, open };
  const board: Resource<AnnotationBoard> = { value, problem, loading: false, reload: vi.fn() };
  return render(Annotations, { id: 27, board });
}

const asked = (name: string) =>
  call.mock.calls.filter(([command]) => command === name).map(([, args]) => args);
const press = (key: string, options: KeyboardEventInit = {}, target: Element = document.body) =>
  fireEvent.keyDown(target, {
    key,
    code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
    ...options,
  });
const aim = () => screen.findByLabelText(/^Place on the image/);

let handler: (event: Event) => void;
beforeEach(() => {
  for (const fake of [call, imageBytes, stageFile, openUrl]) fake.mockReset();
  call.mockImplementation(async (name: string) =>
    name === 'annotations'
      ? { opportunity: 27, images: [], notes: [], open: 0 }
      : { step: 1, message: 'Done', changed: 1, left_out: [], opportunity: null },
  );
  imageBytes.mockResolvedValue(new ArrayBuffer(9));
  stageFile.mockImplementation(async (name: string) => ({ token: 't', name, bytes: 9, sheet: null }));
  openUrl.mockResolvedValue(undefined);
  let n = 0;
  URL.createObjectURL = () => `blob:${++n}`;
  URL.revokeObjectURL = vi.fn();
  handler = keyboard((id) => bindingsOf(id, {}));
  window.addEventListener('keydown', handler);
});
afterEach(() => {
  window.removeEventListener('keydown', handler);
  cleanup();
});

test('a region is placed and written by keys alone', async () => {
  boardOf([image(1, 'Sync status')], []);
  await screen.findByAltText('Sync status');
  await press('a');
  const target = await aim();
  expect(document.activeElement).toBe(target);
  for (const key of ['ArrowRight', 'ArrowUp']) await press(key, {}, target);
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await press(key, { shiftKey: true }, target);
  expect(screen.getByText('Region 51 % from the left, 49 % from the top, 11 % wide, 11 % high')).toBeTruthy();
  await press('Enter', {}, target);
  const field = await screen.findByLabelText('New note');
  expect(document.activeElement).toBe(field);
  await fireEvent.input(field, { target: { value: ' Say which entry ' } });
  await press('Enter', { ctrlKey: true }, field);
  const shape = { type: 'region', x: 0.51, y: 0.49, width: 0.11, height: 0.11 };
  await waitFor(() =>
    expect(asked('annotate')).toEqual([{ id: 27, note: { image: 1, shape, text: 'Say which entry' } }]),
  );
});

test('Esc stops placing, and writing', async () => {
  boardOf([image(1, 'Sync status')], []);
  await screen.findByAltText('Sync status');
  await press('a');
  await press('Escape', {}, await aim());
  await waitFor(() => expect(screen.queryByLabelText(/^Place on the image/)).toBeNull());
  await press('n');
  await press('Escape', {}, await screen.findByLabelText('New note'));
  await waitFor(() => expect(screen.queryByLabelText('New note')).toBeNull());
  expect(asked('annotate')).toEqual([]);
});

test('a click places a pin, and without an image A writes a note on the opportunity', async () => {
  const { unmount } = boardOf([image(1, 'Sync status')], []);
  await screen.findByAltText('Sync status');
  await press('a');
  const target = await aim();
  target.parentElement!.getBoundingClientRect = () => new DOMRect(100, 100, 200, 100);
  await fireEvent.pointerDown(target, { button: 0, clientX: 150, clientY: 120 });
  await fireEvent.pointerUp(target, { button: 0, clientX: 150, clientY: 120 });
  await fireEvent.input(await screen.findByLabelText('New note'), { target: { value: 'Here' } });
  await fireEvent.click(screen.getByText('Add the note'));
  const shape = { type: 'point', x: 0.25, y: 0.2 };
  await waitFor(() =>
    expect(asked('annotate')).toEqual([{ id: 27, note: { image: 1, shape, text: 'Here' } }]),
  );
  unmount();
  call.mockClear();
  boardOf([], [note(1, { image: null, shape: null })]);
  await press('a');
  await fireEvent.input(await screen.findByLabelText('New note'), { target: { value: 'All of it' } });
  await fireEvent.click(screen.getByText('Add the note'));
  const whole = { image: null, shape: null, text: 'All of it' };
  await waitFor(() => expect(asked('annotate')).toEqual([{ id: 27, note: whole }]));
});

test('J goes from note to note, Alt+C answers, Shift+C resolves, and a pin can be moved', async () => {
  const images = [image(1, 'Sync status'), image(2, 'Month picker')];
  boardOf(images, [note(1), note(2, { image: 2 })]);
  await press('j');
  await press('j');
  // The image of the note comes into view.
  await screen.findByAltText('Month picker');
  await press('c', { altKey: true });
  const field = await screen.findByLabelText('Reply to note 2');
  await fireEvent.input(field, { target: { value: 'Agreed' } });
  await press('Enter', { ctrlKey: true }, field);
  await waitFor(() => expect(asked('reply')).toEqual([{ note: 20, text: 'Agreed' }]));
  await press('C', { shiftKey: true });
  await waitFor(() => expect(asked('resolve_annotation')).toEqual([{ note: 20, resolved: true }]));
  await fireEvent.click(await screen.findByText('Move the pin'));
  const target = await aim();
  await press('ArrowLeft', {}, target);
  await press('Enter', {}, target);
  const shape = { type: 'point', x: 0.24, y: 0.5 };
  await waitFor(() => expect(asked('move_annotation')).toEqual([{ note: 20, shape }]));
});

test('resolved notes are a filter away', async () => {
  boardOf([image(1, 'Sync status')], [note(1), note(2, { resolved: true })]);
  const list = within(screen.getByLabelText('Notes'));
  expect(list.getByText('Text 1')).toBeTruthy();
  expect(list.queryByText('Text 2')).toBeNull();
  await fireEvent.click(screen.getByText('Resolved 1'));
  expect(await list.findByText('Text 2')).toBeTruthy();
  expect(list.queryByText('Text 1')).toBeNull();
});

test('what a note says stays text, and its links open outside', async () => {
  const blocks = [block('<img src=x onerror=alert(1)>'), block('the page', 'https://x.example/a')];
  const { container } = boardOf([], [note(1, { image: null, shape: null, blocks })]);
  expect(await screen.findByText('<img src=x onerror=alert(1)>')).toBeTruthy();
  expect(container.querySelector('li img, li a')).toBeNull();
  await fireEvent.click(screen.getByText('the page'));
  expect(openUrl).toHaveBeenCalledWith('https://x.example/a');
});

test('images are pasted and dropped, and what is no image says so', async () => {
  boardOf([], []);
  const file = (name: string, type = 'image/png') => new File(['x'], name, { type });
  const paste = (found: File[], types: string[], target: Element = document.body) => {
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { files: found, types } });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(paste([], ['text/plain'])).toBe(false);
  expect(paste([file('image.png')], ['Files'])).toBe(true);
  await waitFor(() => expect(asked('attach_image').map(({ caption }) => caption)).toEqual(['Pasted image']));
  // WebKit on Linux: the event names no image, the clipboard has it.
  const held = {
    types: ['text/html', 'image/png'],
    getType: async (type: string) => new Blob(['x'], { type }),
  };
  vi.stubGlobal('navigator', { ...navigator, clipboard: { read: async () => [held] } });
  expect(paste([], [])).toBe(true);
  await waitFor(() => expect(asked('attach_image').length).toBe(2));
  vi.unstubAllGlobals();

  call.mockImplementation(async (name: string) => {
    if (name === 'annotations') return { opportunity: 27, images: [], notes: [], open: 0 };
    throw {
      kind: 'bad_input',
      what: 'The file isn’t an image.',
      kept: 'Nothing was attached.',
      todo: 'Choose.',
    };
  });
  await waitFor(() => {
    files.taker?.take([file('drawing.png')]);
    return screen.findByText('The file isn’t an image.');
  });
  const large = file('huge.png');
  Object.defineProperty(large, 'size', { value: 25_000_001 });
  files.taker?.take([large]);
  expect(await screen.findByText('“huge.png” has 26 MB; at most 20 MB fit.')).toBeTruthy();
});

test('an image that can’t be read, or drawn, keeps its notes and says why', async () => {
  imageBytes.mockRejectedValueOnce({ kind: 'not_found', what: 'The file is gone.', kept: '', todo: 'x' });
  boardOf([image(1, 'Sync status')], [note(1)]);
  expect(await screen.findByText('The file is gone.')).toBeTruthy();
  expect(screen.getByText('Text 1')).toBeTruthy();
  await fireEvent.click(screen.getByText('Try again'));
  await fireEvent.error(await screen.findByAltText('Sync status'));
  expect(await screen.findByText(/can’t be drawn/)).toBeTruthy();
});

test('empty says what comes next, and a failure can be tried again', async () => {
  const { unmount } = boardOf([], []);
  expect(await screen.findByText('Nothing is annotated yet')).toBeTruthy();
  unmount();
  boardOf([], [], { kind: 'busy', what: 'It is busy.', kept: '', todo: '' });
  expect(await screen.findByText('It is busy.')).toBeTruthy();
});
