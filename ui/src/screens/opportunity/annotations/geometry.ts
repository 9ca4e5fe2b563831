import type { Shape } from '../../../ipc';

/** A place on an image, in fractions 0–1 of its width and height. */
export interface Spot {
  x: number;
  y: number;
}

/** How far one arrow key goes, and with Ctrl. */
const STEP = 0.01;
const FINE = 0.002;
/** What the first Shift+arrow makes of a pin, and the smallest region. */
const FIRST = 0.1;
const LEAST = 0.01;

const arrows: Record<string, Spot> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export const centre: Shape = { type: 'point', x: 0.5, y: 0.5 };

/** Where the pointer is on an image that is drawn in `box`; outside it, the nearest place inside. */
export function spotAt(
  box: { left: number; top: number; width: number; height: number },
  pointer: { clientX: number; clientY: number },
): Spot {
  const part = (offset: number, whole: number) => (whole > 0 ? tidy(clamp(offset / whole, 0, 1)) : 0);
  return {
    x: part(pointer.clientX - box.left, box.width),
    y: part(pointer.clientY - box.top, box.height),
  };
}

/** What a drag from one place to another means: a region, or a pin where the hand hardly moved. */
export function dragged(from: Spot, to: Spot): Shape {
  const width = tidy(Math.abs(from.x - to.x));
  const height = tidy(Math.abs(from.y - to.y));
  if (width < LEAST || height < LEAST) return { type: 'point', ...from };
  return { type: 'region', x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width, height };
}

/** The shape after a key: arrows move it, Shift+arrows size it, Ctrl makes steps fine. Null for any other key. */
export function keyed(
  shape: Shape,
  press: { key: string; shiftKey: boolean; ctrlKey: boolean },
): Shape | null {
  const way = arrows[press.key];
  if (!way) return null;
  const step = press.ctrlKey ? FINE : STEP;
  const by = { x: way.x * step, y: way.y * step };
  return press.shiftKey ? sized(shape, by) : moved(shape, by);
}

/** Moved as far as the image goes. */
function moved(shape: Shape, by: Spot): Shape {
  const { width, height } = size(shape);
  return {
    ...shape,
    x: tidy(clamp(shape.x + by.x, 0, 1 - width)),
    y: tidy(clamp(shape.y + by.y, 0, 1 - height)),
  };
}

/** Larger or smaller at its right and lower edge. A pin becomes a region; the smallest region a pin again. */
function sized(shape: Shape, by: Spot): Shape {
  if (shape.type === 'point') {
    if (by.x + by.y < 0) return shape;
    const x = tidy(Math.min(shape.x, 1 - FIRST));
    const y = tidy(Math.min(shape.y, 1 - FIRST));
    return { type: 'region', x, y, width: FIRST, height: FIRST };
  }
  const smallest = shape.width <= LEAST && shape.height <= LEAST;
  if (smallest && by.x + by.y < 0) return { type: 'point', x: shape.x, y: shape.y };
  return {
    ...shape,
    width: tidy(clamp(shape.width + by.x, LEAST, 1 - shape.x)),
    height: tidy(clamp(shape.height + by.y, LEAST, 1 - shape.y)),
  };
}

/** As a screen reader says it. */
export function inWords(shape: Shape): string {
  const part = (fraction: number) => `${Math.round(fraction * 1000) / 10} %`;
  const place = `${part(shape.x)} from the left, ${part(shape.y)} from the top`;
  if (shape.type === 'point') return `Pin ${place}`;
  return `Region ${place}, ${part(shape.width)} wide, ${part(shape.height)} high`;
}

/** Left, top, width and height for a style sheet, in per cent of the image. */
export function drawn(shape: Shape): { left: string; top: string; width: string; height: string } {
  const { width, height } = size(shape);
  const part = (fraction: number) => `${tidy(fraction * 100)}%`;
  return { left: part(shape.x), top: part(shape.y), width: part(width), height: part(height) };
}

function size(shape: Shape): { width: number; height: number } {
  return shape.type === 'region' ? shape : { width: 0, height: 0 };
}

function clamp(n: number, low: number, high: number): number {
  return Math.min(Math.max(n, low), high);
}

/** Four decimals: finer than any pixel, and without the dust of adding fractions. */
function tidy(n: number): number {
  return Math.round(n * 10_000) / 10_000;
}
