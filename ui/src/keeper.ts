/** Where passwords and keys are kept, in words. */
import type { KeeperName, SecretsState } from './ipc';

/** "in this laptop’s keychain" */
export const KEPT: Record<KeeperName, string> = {
  keychain: 'in this laptop’s keychain',
  vault: 'in the vault',
  session: 'in memory until Throughline closes',
};

/** True while nobody has said what to do on a computer without a keychain. */
export function undecided(secrets: SecretsState | undefined): boolean {
  return secrets?.keeper === 'session' && !secrets.chosen;
}

/** True while the vault holds the secrets and waits for its passphrase. */
export function isLocked(secrets: SecretsState | undefined): boolean {
  return secrets?.keeper === 'vault' && secrets.vault === 'locked';
}

/** What keeps two typed passphrases from being taken. Null: nothing does. */
export function passphraseNeeds(passphrase: string, again: string): string | null {
  if ([...passphrase].length < 8)
    return 'At least 8 characters: take a few words that nobody would put together.';
  return passphrase === again ? null : 'The two passphrases differ.';
}
