import { stageFile } from '../ipc';
import { size } from '../format';
import { place } from './route.svelte';
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

  choose(): void {
    this.input?.click();
  }

  /** Hands the file over and opens the import with it: of customers where those are shown, else of signals. */
  async take(file: File | undefined): Promise<void> {
    if (!file || this.reading) return;
    if (file.size > LARGEST) {
      const limit = `This window takes files up to ${size(LARGEST)}.`;
      toasts.show({
        text: `"${file.name}" has ${size(file.size)}. ${limit} Split it and import the parts.`,
        tone: 'problem',
      });
      return;
    }
    const customers = place.now.screen === 'sources' && place.now.tab === 'customers';
    this.reading = true;
    try {
      const staged = await stageFile(file.name, new Uint8Array(await file.arrayBuffer()));
      place.go({ screen: customers ? 'customers' : 'import', file: staged });
    } catch (thrown) {
      toasts.problem(thrown);
    } finally {
      this.reading = false;
    }
  }
}

export const files = new Files();
