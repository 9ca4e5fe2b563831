import { untrack } from 'svelte';
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
  /** What the screen's verbs would act on, for the palette: "Cart with 340 lines never finishes". */
  subject: () => string;
}

export interface LayerOptions {
  modal?: boolean;
  subject?: () => string;
}

let layers = $state.raw<Layer[]>([]);

/**
 * Says what actions do while the calling component lives. Call it while the component is being created; `offers`
 * is read again at each look-up, so it may depend on state. The newest component that offers an action wins.
 */
export function perform(offers: () => Offers, options: LayerOptions = {}): void {
  $effect(() => addLayer(offers, options));
}

/** The same outside a component. Returns how to take the offers back. */
export function addLayer(offers: () => Offers, options: LayerOptions = {}): () => void {
  const layer: Layer = { offers, modal: options.modal ?? false, subject: options.subject ?? (() => '') };
  untrack(() => (layers = [...layers, layer]));
  return () => {
    layers = untrack(() => layers).filter((other) => other !== layer);
  };
}

export interface FullOffer {
  run: () => void;
  title: string;
  off: string | null;
}

/** What the action does now, or nothing when no open screen offers it. */
export function offered(id: ActionId): FullOffer | null {
  for (const layer of layers.toReversed()) {
    const found = offerOf(layer, id);
    if (found) return found;
    if (layer.modal) return null;
  }
  return null;
}

/** The same as if no dialog were open: the palette asks it about the screen it lies over. */
export function offeredBelow(id: ActionId): FullOffer | null {
  for (const layer of layers.toReversed()) {
    const found = layer.modal ? null : offerOf(layer, id);
    if (found) return found;
  }
  return null;
}

/** What the screen's verbs would act on. */
export function subject(): string {
  return (
    layers
      .toReversed()
      .map((layer) => layer.subject())
      .find(Boolean) ?? ''
  );
}

function offerOf(layer: Layer, id: ActionId): FullOffer | null {
  const offer = layer.offers()[id];
  if (!offer) return null;
  const full: Offer = typeof offer === 'function' ? { run: offer } : offer;
  return { run: full.run, title: full.title ?? action(id).title, off: full.off || null };
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
