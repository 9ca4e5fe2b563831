// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { barriers } from './barriers';

test('a button without a name and a list box with a button in it are found', async () => {
  document.body.innerHTML = `<button></button><div role="listbox" aria-label="All"><button>In it</button></div>`;
  expect((await barriers()).map((line) => line.split(':')[0])).toEqual([
    'aria-required-children',
    'button-name',
  ]);
});

test('a button that is called otherwise than it says is found', async () => {
  document.body.innerHTML = `<button aria-label="Send it away">Export</button>`;
  expect((await barriers()).map((line) => line.split(':')[0])).toEqual(['label-content-name-mismatch']);
});
