import type { Vault } from 'case-connectors';

export type Level = Vault['level'];

/** What each level is called, and what it is worth. */
export const LEVELS: { level: Level; label: string; about: string; short: string }[] = [
  {
    level: 'memory',
    label: 'In memory',
    about: 'Nothing is stored. A reload or a closed tab forgets the secrets, and you enter them again.',
    short: 'Secrets are kept in memory only, so that a reload forgets them.',
  },
  {
    level: 'device',
    label: 'Sealed on this device',
    about:
      'Sealed with a key that the browser keeps and shows to no script. This protects a copied file, but neither against ' +
      'a script in this page nor against somebody who uses this browser profile.',
    short: 'Secrets are sealed on this device.',
  },
  {
    level: 'passphrase',
    label: 'Sealed with a passphrase',
    about:
      'Sealed with a key made from your passphrase. The secrets lock themselves after 15 minutes without use. A lost ' +
      'passphrase cannot be recovered.',
    short: 'Secrets are sealed with a passphrase.',
  },
];

export function shortOf(vault: Vault): string {
  return LEVELS.find(({ level }) => level === vault.level)?.short ?? '';
}
