import { asProblem, call, stageFile, type OpportunityId, type Problem } from '../../../ipc';
import { decide } from '../../../state/decide';

/** What the chooser offers; the engine looks at the content itself. */
export const IMAGE_TYPES = 'image/png,image/jpeg,image/gif,image/webp';

/** More than the engine takes needn't be read at all. */
const LARGEST = 20_000_000;

/**
 * The images of a paste; null when it holds none. Text that comes with an image, as from a spreadsheet, stays text in
 * a field. Call it while the event is being handled: only then may the clipboard be read.
 */
export function pasted(data: DataTransfer | null, inField: boolean): Promise<File[]> | null {
  if (!data || (inField && data.types.includes('text/plain'))) return null;
  const files = [...data.files].filter((file) => file.type.startsWith('image/'));
  if (files.length > 0) return Promise.resolve(files.map((file) => named(file, file.type)));
  // WebKit on Linux says nothing of images in the event, and gives them to whoever reads the clipboard.
  return data.types.length === 0 ? fromClipboard() : null;
}

async function fromClipboard(): Promise<File[]> {
  const types = IMAGE_TYPES.split(',');
  const items = (await navigator.clipboard?.read().catch(() => [])) ?? [];
  const images = items.map(async (item) => {
    const type = types.find((one) => item.types.includes(one));
    return type ? [named(await item.getType(type), type)] : [];
  });
  return (await Promise.all(images)).flat();
}

function named(image: Blob, type: string): File {
  return new File([image], `Pasted image.${type.replace('image/', '')}`, { type });
}

/** Hands files over one after the other. Resolves to the first problem; what came before it is attached. */
export async function attach(id: OpportunityId, files: File[]): Promise<Problem | null> {
  for (const file of files) {
    if (file.size > LARGEST) return tooLarge(file);
    try {
      const staged = await stageFile(file.name, new Uint8Array(await file.arrayBuffer()));
      const step = await call('attach_image', { id, file: staged, caption: captionOf(file.name) });
      await decide(Promise.resolve(step));
    } catch (thrown) {
      return asProblem(thrown);
    }
  }
  return null;
}

/** A file's name without its ending. */
export function captionOf(name: string): string {
  return name.replace(/\.(png|jpe?g|gif|webp)$/i, '');
}

function tooLarge(file: File): Problem {
  return {
    kind: 'bad_input',
    what: `“${file.name}” has ${Math.ceil(file.size / 1_000_000)} MB; at most 20 MB fit.`,
    kept: 'Nothing was attached.',
    todo: 'Make it smaller, or cut out the part that matters.',
  };
}
