import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { addLayer } from '../state/commands.svelte';
import { Button, Choices, ErrorBox, Field, Importance, Picker, Progress, RangeBar, Tabs } from './index';
import { marked } from './marked';

const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));

describe('Button', () => {
  test('takes title, key and click from the table', async () => {
    const run = vi.fn();
    const leave = addLayer(() => ({ score: run }));
    render(Button, { action: 'score' });
    await fireEvent.click(screen.getByRole('button', { name: 'Score' }));
    expect(run).toHaveBeenCalledOnce();
    leave();
  });

  test('one that is off keeps the focus, says why and does nothing', async () => {
    const onclick = vi.fn();
    render(Button, { off: 'Set effort first', onclick, children: text('Export') });
    const button = screen.getByRole('button', { name: /Export.*Set effort first/ });
    button.focus();
    await fireEvent.click(button);
    expect(document.activeElement).toBe(button);
    expect(onclick).not.toHaveBeenCalled();
  });
});

test('a digit picks its row of choices', async () => {
  const onpick = vi.fn();
  const items = ['a', 'b'].map((id) => ({ id, title: id }));
  render(Choices, { items, label: 'Pick', onpick });
  await fireEvent.keyDown(document.body, { key: '2' });
  await fireEvent.keyDown(document.body, { key: '9' });
  expect(onpick.mock.calls).toEqual([['b']]);
});

describe('Picker', () => {
  const all = [
    { id: 31, label: 'OPP-31', title: 'Let large carts check out' },
    { id: 34, label: 'OPP-34', title: 'One charge per order' },
  ];
  const load = async (words: string) => all.filter((item) => item.title.toLowerCase().includes(words));

  test('arrows and Enter choose', async () => {
    const onpick = vi.fn();
    render(Picker, { label: 'Opportunity', placeholder: '', load, onpick });
    await screen.findByText('OPP-34');
    const field = screen.getByRole('combobox');
    await fireEvent.keyDown(field, { key: 'ArrowDown' });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(onpick).toHaveBeenCalledWith(all[1]);
  });

  test('a prefilled title is no search until it is edited', async () => {
    const asked = vi.fn(load);
    const run = vi.fn();
    render(Picker, {
      label: 'Opportunity',
      placeholder: '',
      load: asked,
      onpick: () => {},
      start: 'Cart never finishes',
      makeFirst: true,
      make: { title: (title: string) => `New "${title}"`, run },
    });
    await screen.findByText('OPP-31');
    expect(asked).toHaveBeenCalledWith('');
    await fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter' });
    expect(run).toHaveBeenCalledWith('Cart never finishes');
  });

  test('says when nothing fits', async () => {
    render(Picker, {
      label: 'Opportunity',
      placeholder: '',
      load,
      onpick: () => {},
      none: 'None has these words.',
    });
    await fireEvent.input(screen.getByRole('combobox'), { target: { value: 'zzz' } });
    await screen.findByText('None has these words.');
  });
});

test('digits set the importance only while it has the focus', async () => {
  const onchange = vi.fn();
  render(Importance, { value: 1, onchange });
  await fireEvent.keyDown(document.body, { key: '3' });
  expect(onchange).not.toHaveBeenCalled();
  await fireEvent.keyDown(screen.getByRole('radio', { name: /^1/ }), { key: '3' });
  await fireEvent.keyDown(screen.getByRole('radio', { name: /^1/ }), { key: 'ArrowLeft' });
  expect(onchange.mock.calls).toEqual([[3], [0]]);
});

test('tabs are one stop, arrows choose', async () => {
  const onchange = vi.fn();
  const items = [
    { id: 'all', title: 'All', count: 46 },
    { id: 'ticket', title: 'Tickets', count: 17 },
  ];
  render(Tabs, { items, value: 'all', label: 'Kind', onchange });
  expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([0, -1]);
  await fireEvent.keyDown(screen.getByRole('tab', { name: /All/ }), { key: 'ArrowRight' });
  expect(onchange).toHaveBeenCalledWith('ticket');
});

test('a field ties its error to itself', () => {
  render(Field, { label: 'Address', value: 'billing@', error: 'Add the part after @' });
  const field = screen.getByLabelText('Address');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  const note = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(note?.textContent).toContain('Add the part after @');
});

test('an error says what happened, what is kept, what to do', () => {
  const problem = {
    kind: 'credential' as const,
    what: 'The password was refused.',
    kept: 'All 4,420 changes are kept.',
    todo: 'Enter the new password.',
  };
  render(ErrorBox, { problem });
  const box = screen.getByRole('alert');
  for (const sentence of [problem.what, problem.kept, problem.todo])
    expect(box.textContent).toContain(sentence);
});

describe('Progress', () => {
  const base = {
    connection: 1,
    what: 'tickets',
    done: 18_240,
    rows_per_second: 412,
    waiting_until: null,
    finished: false,
  };

  test('a known total has a bar and the time left', async () => {
    render(Progress, { progress: { ...base, total: 28_400, seconds_left: 25 } });
    const sentence = /18,240 of 28,400 tickets, 412 a second, 25\ss left/;
    await waitFor(() => expect(screen.getByText(sentence)).toBeTruthy());
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('64');
  });

  test('an unknown total has no bar', () => {
    render(Progress, { progress: { ...base, total: null, seconds_left: null } });
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(screen.getByText('18,240 tickets, 412 a second')).toBeTruthy();
  });
});

test('a range that isn’t set is not a range of zero', () => {
  const { container, rerender } = render(RangeBar, { range: null, max: 100, label: 'Not set' });
  expect(container.querySelector('.mark')).toBeNull();
  void rerender({ range: { low: 5, likely: 5, high: 5 }, max: 100, label: '5' });
  return waitFor(() => {
    expect(container.querySelector('.mark')).not.toBeNull();
    expect(container.querySelector('.bar')).toBeNull();
  });
});

test.each([
  ['One charge per order', 'charge', ['One ', '[charge]', ' per order']],
  ['Charged twice', 'CHARGE', ['[Charge]', 'd twice']],
  ['100 % (sure)', '( %', ['100 ', '[%]', ' ', '[(]', 'sure)']],
  ['Nothing', '', ['Nothing']],
])('in %s the words of %s are marked', (title, query, pieces) => {
  expect(marked(title, query).map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))).toEqual(pieces);
});
