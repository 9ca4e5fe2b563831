/** For tests: what axe finds that keeps people out. */
import axe from 'axe-core';

// To tell a visible word from an icon font's, axe would draw it; jsdom draws nothing, and we have no icon font.
axe.configure({ checks: [{ id: 'label-content-name-mismatch', options: { occurrenceThreshold: 0 } }] });
HTMLCanvasElement.prototype.getContext = (() => ({
  canvas: {},
})) as unknown as HTMLCanvasElement['getContext'];

/**
 * The serious and critical violations in `root`, one line each. The contrast of colours is measured from the tokens
 * (styles/contrast.test.ts), since jsdom draws nothing; a part alone has no landmarks around it.
 */
export async function barriers(root: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(root, {
    resultTypes: ['violations'],
    rules: {
      'color-contrast': { enabled: false },
      region: { enabled: false },
      // What a control shows is part of its name, so that it can be spoken to. Off in axe by default.
      'label-content-name-mismatch': { enabled: true },
    },
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
