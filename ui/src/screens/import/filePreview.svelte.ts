import { asProblem, type Problem } from '../../ipc';

/** A file as it would be imported under a mapping. */
export class FilePreview<P extends { mapping: M }, M> {
  /** The newest answer; null before the first. */
  value = $state.raw<P | null>(null);
  problem = $state.raw<Problem | null>(null);
  checking = $state(true);
  private asked = 0;

  /** Asks at once, for the mapping that the engine proposes. */
  constructor(private readonly ask: (mapping: M | null) => Promise<P>) {
    void this.look(null);
  }

  /** Reads the file again under this mapping; the newest question wins. */
  async look(mapping: M | null): Promise<void> {
    const mine = ++this.asked;
    this.checking = true;
    try {
      const answer = await this.ask(mapping);
      if (mine !== this.asked) return;
      this.value = answer;
      this.problem = null;
    } catch (thrown) {
      if (mine === this.asked) this.problem = asProblem(thrown);
    } finally {
      if (mine === this.asked) this.checking = false;
    }
  }

  /** Shows the mapping at once, and what the file gives under it when that is known. */
  readonly change = (mapping: M): void => {
    if (this.value) this.value = { ...this.value, mapping };
    void this.look(mapping);
  };
}
