import { builtinEnvironments, type Environment } from 'vitest/runtime';

/** What of an element, besides its name, says how it is styled where there is no style sheet. */
const TELLING = ['hidden', 'open', 'popover', 'style', 'type'];

/**
 * jsdom works out every colour and border of an element, and of all it stands in, whenever somebody asks whether it
 * shows: half of the time of our tests. Without a style sheet, as in them, an element is styled like any other with
 * the same name and telling attributes; only `visibility` is handed down.
 */
function alike(workOut: Window['getComputedStyle']): Window['getComputedStyle'] {
  const styles = new Map<string, CSSStyleDeclaration>();
  return (element) => {
    const of = element.ownerDocument;
    if (of.styleSheets.length > 0 || element.closest('[style*="visibility"]')) return workOut(element);
    const like = of.createElementNS(element.namespaceURI, element.localName);
    for (const name of TELLING) {
      const value = element.getAttribute(name);
      if (value !== null) like.setAttribute(name, value);
    }
    const key = like.outerHTML;
    let style = styles.get(key);
    if (!style) styles.set(key, (style = workOut(like)));
    return style;
  };
}

/** jsdom that doesn't work out again how elements are styled. */
export default {
  ...builtinEnvironments.jsdom,
  async setup(global: typeof globalThis, options) {
    const dom = await builtinEnvironments.jsdom.setup(global, options);
    global.getComputedStyle = alike(global.getComputedStyle);
    return dom;
  },
} satisfies Environment;
