import { stageFile, type StagedFile } from '../ipc';
import { size } from '../format';
import { place, type Route } from './route.svelte';
import { toasts } from './toast.svelte';

/** What the import reads. */
export const FILE_TYPES = '.csv,.tsv,.txt,.json,.ndjson,.jsonl,.xlsx,.xlsm';

/** Above this the window itself would run short of memory. */
const LARGEST = 500_000_000;

/** A screen that takes dropped files itself, while it lives. */
export interface Taker {
  /** What dropping does, as one sentence. */
  says: string;
  take: (files: File[]) => void;
}

/** Where files come in: chosen, or dropped anywhere on the window. */
class Files {
  /** The hidden input of the shell; the system's own chooser opens from it. */
  input: HTMLInputElement | null = null;
  /** True while a file is on its way to the engine. */
  reading = $state(false);
  /** Who gets dropped files instead of the import. */
  taker = $state.raw<Taker | null>(null);

  #asked: ((file: StagedFile) => void) | null = null;

  /** Opens the system's chooser. With `then`, the next file goes there instead of into an import. */
  choose(then: ((file: StagedFile) => void) | null = null): void {
    this.#asked = then;
    this.input?.click();
  }

  /** Hands the file over and opens the import with it: of what the screen shows, else of signals. */
  async take(file: File | undefined, chosen = false): Promise<void> {
    if (!file || this.reading) return;
    if (file.size > LARGEST) {
      const limit = `This window takes files up to ${size(LARGEST)}.`;
      toasts.show({
        text: `"${file.name}" has ${size(file.size)}. ${limit} Split it and import the parts.`,
        tone: 'problem',
      });
      return;
    }
    const asked = chosen ? this.#asked : null;
    this.#asked = null;
    const screen = importOf(place.now);
    this.reading = true;
    try {
      const staged = await stageFile(file.name, new Uint8Array(await file.arrayBuffer()));
      if (asked) asked(staged);
      else place.go({ screen, file: staged });
    } catch (thrown) {
      toasts.problem(thrown);
    } finally {
      this.reading = false;
    }
  }
}

/** The import that fits what is shown. */
function importOf(now: Route): 'customers' | 'ideas' | 'import' {
  if (now.screen === 'sources' && now.tab === 'customers') return 'customers';
  return now.screen === 'opportunities' ? 'ideas' : 'import';
}

export const files = new Files();
