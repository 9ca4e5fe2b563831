import { expect, test } from 'vitest';
import type { Shape } from '../../../ipc';
import { centre, dragged, drawn, inWords, keyed, spotAt } from './geometry';

const box = { left: 100, top: 50, width: 400, height: 200 };

test.each([
  ['inside', 200, 100, { x: 0.25, y: 0.25 }],
  ['beyond the left and lower edge', 20, 900, { x: 0, y: 1 }],
  ['at the right edge', 500, 50, { x: 1, y: 0 }],
])('a pointer %s is a place on the image', (_, clientX, clientY, spot) => {
  expect(spotAt(box, { clientX, clientY })).toEqual(spot);
});

test('an image that isn’t drawn yet has no places but its corner', () => {
  const nothing = { left: 0, top: 0, width: 0, height: 0 };
  expect(spotAt(nothing, { clientX: 9, clientY: 9 })).toEqual({ x: 0, y: 0 });
});

test('a drag in any direction is the same region, and a click a pin', () => {
  const region = { type: 'region', x: 0.2, y: 0.3, width: 0.4, height: 0.5 };
  expect(dragged({ x: 0.2, y: 0.3 }, { x: 0.6, y: 0.8 })).toEqual(region);
  expect(dragged({ x: 0.6, y: 0.8 }, { x: 0.2, y: 0.3 })).toEqual(region);
  expect(dragged({ x: 0.6, y: 0.8 }, { x: 0.605, y: 0.8 })).toEqual({ type: 'point', x: 0.6, y: 0.8 });
});

/** Presses keys one after the other: `S` stands for Shift, `C` for Ctrl. */
function after(keys: string, from: Shape = centre): Shape {
  return keys.split(' ').reduce((shape, press) => {
    const key = `Arrow${press.replace(/^[SC]/, '')}`;
    const next = keyed(shape, { key, shiftKey: press.startsWith('S'), ctrlKey: press.startsWith('C') });
    if (!next) throw new Error(`${press} does nothing`);
    return next;
  }, from);
}

test.each([
  ['Right Right Down', { type: 'point', x: 0.52, y: 0.51 }],
  ['Left CLeft Up', { type: 'point', x: 0.488, y: 0.49 }],
  ['SRight', { type: 'region', x: 0.5, y: 0.5, width: 0.1, height: 0.1 }],
  ['SDown SRight SRight SDown SUp', { type: 'region', x: 0.5, y: 0.5, width: 0.12, height: 0.1 }],
  ['SDown Left Left', { type: 'region', x: 0.48, y: 0.5, width: 0.1, height: 0.1 }],
  ['SLeft', centre],
])('%s from the centre', (keys, shape) => expect(after(keys)).toEqual(shape));

test('nothing leaves the image, and a region that can shrink no more is a pin again', () => {
  const corner: Shape = { type: 'point', x: 0.995, y: 0 };
  expect(after('Right Right Up', corner)).toEqual({ type: 'point', x: 1, y: 0 });
  expect(after('SRight', corner)).toEqual({ type: 'region', x: 0.9, y: 0, width: 0.1, height: 0.1 });
  const wide: Shape = { type: 'region', x: 0.4, y: 0.4, width: 0.595, height: 0.02 };
  expect(after('SRight SRight', wide)).toEqual({ ...wide, width: 0.6 });
  expect(after('Right Right', wide)).toEqual({ ...wide, x: 0.405 });
  const small: Shape = { type: 'region', x: 0.4, y: 0.4, width: 0.02, height: 0.01 };
  expect(after('SLeft SLeft', small)).toEqual({ type: 'point', x: 0.4, y: 0.4 });
});

test('other keys are nobody’s business', () => {
  expect(keyed(centre, { key: 'a', shiftKey: false, ctrlKey: false })).toBeNull();
});

test('a place is said and drawn', () => {
  const region: Shape = { type: 'region', x: 0.125, y: 0.3, width: 0.5, height: 0.25 };
  expect(inWords(centre)).toBe('Pin 50 % from the left, 50 % from the top');
  expect(inWords(region)).toBe('Region 12.5 % from the left, 30 % from the top, 50 % wide, 25 % high');
  expect(drawn(region)).toEqual({ left: '12.5%', top: '30%', width: '50%', height: '25%' });
});
