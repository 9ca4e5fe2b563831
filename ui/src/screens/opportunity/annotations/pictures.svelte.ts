import { asProblem, imageBytes, type ImageId, type ImageView, type Problem } from '../../../ipc';

/** An image on its way to the page: an address to draw it from, or why it can't be. */
export interface Picture {
  url: string | null;
  problem: Problem | null;
}

const coming: Picture = { url: null, problem: null };

/** The images of one page, each read once. */
export class Pictures {
  #all = $state.raw<ReadonlyMap<ImageId, Picture>>(new Map());
  #asked = new Set<ImageId>();
  #gone = false;

  of(image: ImageView): Picture {
    return this.#all.get(image.id) ?? coming;
  }

  /** Reads those that haven't been asked for. */
  want(images: readonly ImageView[]): void {
    for (const image of images) {
      if (this.#asked.has(image.id)) continue;
      this.#asked.add(image.id);
      void this.#read(image);
    }
  }

  /** Asks again for one that couldn't be read or drawn. */
  again(image: ImageView): void {
    this.#drop(image.id);
    this.want([image]);
  }

  /** The web view couldn't draw what it got. */
  unreadable(image: ImageView): void {
    const what = `“${image.caption}” can’t be drawn: the image is damaged inside.`;
    const problem: Problem = {
      kind: 'damaged',
      what,
      kept: 'The file and its notes are kept.',
      todo: 'Attach a good copy of it.',
    };
    this.#set(image.id, { url: null, problem });
  }

  /** Frees the memory; call it when the page goes. */
  close(): void {
    this.#gone = true;
    for (const id of this.#all.keys()) this.#drop(id);
  }

  async #read(image: ImageView): Promise<void> {
    try {
      const bytes = await imageBytes(image.id);
      if (this.#gone) return;
      const url = URL.createObjectURL(new Blob([bytes], { type: image.media_type }));
      this.#set(image.id, { url, problem: null });
    } catch (thrown) {
      this.#set(image.id, { url: null, problem: asProblem(thrown) });
    }
  }

  #set(id: ImageId, picture: Picture): void {
    const before = this.#all.get(id)?.url;
    if (before) URL.revokeObjectURL(before);
    this.#all = new Map(this.#all).set(id, picture);
  }

  #drop(id: ImageId): void {
    const url = this.#all.get(id)?.url;
    if (url) URL.revokeObjectURL(url);
    const rest = new Map(this.#all);
    rest.delete(id);
    this.#all = rest;
    this.#asked.delete(id);
  }
}
