import { MediaQuery } from 'svelte/reactivity';

/** What the page's layout and colours depend on outside it (the rest is style sheets). */
export const wide = {
  /** Below 1000 px: one column at a time. */
  single: new MediaQuery('(max-width: 999px)'),
  /** Below 900 px, as at 200 % zoom, the kind tabs have a bar of their own. */
  tiny: new MediaQuery('(max-width: 899px)'),
  /** Below 1120 px the nav is a rail. */
  rail: new MediaQuery('(max-width: 1119px)'),
  /** Below 1280 px the facts rail folds under the text. */
  folded: new MediaQuery('(max-width: 1279px)'),
  /** Below 1400 px a switch of ten methods is a list to choose from. */
  crowded: new MediaQuery('(max-width: 1399px)'),
  /** Not a width: the system asks for stronger lines and text. */
  contrast: new MediaQuery('(prefers-contrast: more)'),
};
