import { action, type ActionId } from '../actions';

/** What a verb does right now, on the screen that offers it. */
export interface Offer {
  run: () => void;
  /** Instead of the table's title, where the screen can say it more exactly: "New opportunity". */
  title?: string;
  /** Why it can't be done now. The button stays visible and says so. */
  off?: string | false | null;
}

export type Offers = Partial<Record<ActionId, Offer | (() => void)>>;

interface Layer {
  offers: () => Offers;
  /** A dialog or popover: nothing below it hears a key. */
  modal: boolean;
}

let layers = $state.raw<Layer[]>([]);

/**
 * Says what actions do while the calling component lives. Call it while the component is being created; `offers`
 * is read again at each look-up, so it may depend on state. The newest component that offers an action wins.
 */
export function perform(offers: () => Offers, options: { modal?: boolean } = {}): void {
  $effect(() => addLayer(offers, options.modal ?? false));
}

/** The same outside a component. Returns how to take the offers back. */
export function addLayer(offers: () => Offers, modal = false): () => void {
  const layer: Layer = { offers, modal };
  layers = [...layers, layer];
  return () => {
    layers = layers.filter((other) => other !== layer);
  };
}

/** What the action does now, or nothing when no open screen offers it. */
export function offered(id: ActionId): Required<Pick<Offer, 'run' | 'title'>> & { off: string | null } | null {
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i];
    if (!layer) continue;
    const offer = layer.offers()[id];
    if (offer) {
      const full = typeof offer === 'function' ? { run: offer } : offer;
      return { run: full.run, title: full.title ?? action(id).title, off: full.off || null };
    }
    if (layer.modal) return null;
  }
  return null;
}

/** Runs the action if it is offered and not off. True when it ran. */
export function run(id: ActionId): boolean {
  const offer = offered(id);
  if (!offer || offer.off) return false;
  offer.run();
  return true;
}

/** Whether a dialog or popover is open over the screen. */
export function isModal(): boolean {
  return layers.some((layer) => layer.modal);
}
