import { asProblem, call, stageFile, type OpportunityId, type Problem } from '../../../ipc';
import { decide } from '../../../state/decide';

/** What the chooser offers; the engine looks at the content itself. */
export const IMAGE_TYPES = 'image/png,image/jpeg,image/gif,image/webp';

/** More than the engine takes needn't be read at all. */
const LARGEST = 20_000_000;

/** The image files among what was pasted. Text that comes with an image, as from a spreadsheet, stays text in a field. */
export function pasted(data: DataTransfer | null, inField: boolean): File[] {
  if (!data || (inField && data.types.includes('text/plain'))) return [];
  return [...data.files].filter((file) => file.type.startsWith('image/'));
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
