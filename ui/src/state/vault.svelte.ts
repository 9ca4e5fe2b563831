import { call, whenLocked } from '../ipc';
import { session } from './session.svelte';

/** Asking for the vault's passphrase: one dialog, however many wait for it. */
class Vault {
  /** Whether the dialog is open. */
  asking = $state(false);

  #waiting: ((opened: boolean) => void)[] = [];

  /** Resolves when the vault is open (true), or the person has put it off. */
  ask(): Promise<boolean> {
    this.asking = true;
    return new Promise((answer) => this.#waiting.push(answer));
  }

  /** Opens the vault; rejects when the passphrase doesn't fit. */
  async unlock(passphrase: string): Promise<void> {
    await call('unlock_vault', { passphrase });
    session.touch();
    this.#answer(true);
  }

  later(): void {
    this.#answer(false);
  }

  #answer(opened: boolean): void {
    this.asking = false;
    for (const answer of this.#waiting.splice(0)) answer(opened);
  }
}

export const vault = new Vault();

whenLocked(() => vault.ask());
