// The vault: reads what is stored of secrets, has the platform seal and open it, and forgets the key in time.
import type { StoredConnector } from '../connector-types.js';
import { alone, complete, type HostContext, withMembers, withoutBytes } from './context.js';
import {
  deviceKey,
  encode,
  open,
  passphraseKey,
  random,
  type Sealed,
  type SealingKey,
  seal,
  unique,
} from './crypto.js';
import { type Entry, engine, type KeyPlace, type NewKey, type Seal, type StoredRecords } from './engine.js';
import type { StoreChange } from './store.js';

export interface Vault {
  level: 'memory' | 'device' | 'passphrase';
  locked: boolean;
  /** How many connectors have sealed secrets. */
  sealed: number;
  /** Of a passphrase: it locks after so long without use. */
  autoLockMs: number | null;
}

export type VaultOptions =
  /** Until the page is gone. */
  | { level: 'memory' }
  /** Sealed with a key that the browser keeps and shows to no script. */
  | { level: 'device' }
  /** Sealed with a key made from a passphrase. It locks after 15 minutes without use, unless set otherwise. */
  | { level: 'passphrase'; passphrase: string; autoLockMs?: number | undefined };

/** The record about the key, with its bytes. */
type KeyRecord = { key?: SealingKey; salt?: Uint8Array; checkIv?: Uint8Array; checkData?: Uint8Array } | undefined;

/** What is stored of connectors and their secrets, with the bytes. */
export interface Stored {
  connectors: Entry[];
  secrets: Entry[];
  key: KeyRecord;
}

/** What a passphrase is tried on. */
const CHECK = encode('case-connectors passphrase');

const keyRecord = ({ store }: HostContext) => store.get('keys', 'vault') as Promise<KeyRecord>;

export async function readStored(context: HostContext): Promise<Stored> {
  lockInTime(context);
  const { store } = context;
  const all = [store.entries('connectors', ''), store.entries('secrets', ''), keyRecord(context)] as const;
  const [connectors, secrets, key] = await Promise.all(all);
  return { connectors, secrets, key };
}

/** The same as the engine takes it. */
export const recordsOf = ({ connectors, secrets, key }: Stored): StoredRecords => ({
  connectors,
  secrets: secrets.map(([id, record]) => [id, withoutBytes(record)]),
  key: withoutBytes(key),
});

/** A record whose key was lost has none: it opens nothing, and cannot seal. */
const keyAt = ({ vault }: HostContext, record: KeyRecord, place: KeyPlace): SealingKey | null =>
  (place === 'stored' ? record?.key : vault.key) ?? null;

/** Seals what the engine asks for with the key that it names, and overwrites the plaintext. */
export async function sealed(context: HostContext, asked: Seal | null, record: KeyRecord): Promise<StoreChange[]> {
  if (asked === null) return [];
  try {
    const { change, text, additional } = asked;
    return [withMembers(change, await seal(keyAt(context, record, asked.with), text, additional))];
  } finally {
    asked.text.fill(0);
  }
}

/**
 * Begins something that needs the secrets of a connector: during `begin`, which must not wait, the engine has them, if
 * anybody has. What it began with has to keep its own.
 */
export async function withSecrets<T>(context: HostContext, connector: StoredConnector, begin: () => T): Promise<T> {
  const { store, handle, clock } = context;
  lockInTime(context);
  const stored = [store.get('secrets', engine('recordKey', connector.id)), keyRecord(context)] as const;
  const [record, key] = await Promise.all(stored);
  const asked = engine('secretsToOpen', handle, connector, withoutBytes(record), withoutBytes(key), clock.now());
  const text = asked && (await open(keyAt(context, key, asked.with), record as Sealed, asked.additional));
  try {
    if (text) engine('secretsOpened', handle, connector, text);
    return begin();
  } finally {
    text?.fill(0);
    engine('secretsForgetOpened', handle);
  }
}

export async function vault(context: HostContext): Promise<Vault> {
  const { store, handle, clock } = context;
  const [key, secrets] = await Promise.all([keyRecord(context), store.entries('secrets', '')]);
  return engine('vaultState', handle, withoutBytes(key), secrets.length, clock.now());
}

export async function setVault(context: HostContext, options: VaultOptions): Promise<Vault> {
  // Before anything is waited for: whoever locks from now on wins.
  const turn = engine('vaultTurn', context.handle);
  await alone(context, () => changeVault(context, options, turn));
  return vault(context);
}

async function changeVault(context: HostContext, options: VaultOptions, turn: number): Promise<void> {
  const { store, handle, clock } = context;
  const stored = await readStored(context);
  const asked = engine('vaultChange', handle, options, unique(), recordsOf(stored), clock.now());
  const recordOf = (key: string) => stored.secrets.find(([other]) => other === key)?.[1] as Sealed;
  const texts: (Uint8Array | null)[] = asked.secrets.map(({ text }) => text);
  try {
    const opening = asked.secrets.map(async ({ text, with: place, change, additional }, at) => {
      texts[at] = text ?? (await open(keyAt(context, stored.key, place), recordOf(change.key), additional));
    });
    await Promise.all(opening);
    const made = await makeKey(asked.newKey, options);
    const [changes, kept] = [complete(asked.changes, stored.connectors), [] as (() => void)[]];
    for (const [at, { connectorId, boundTo, change, additional }] of asked.secrets.entries()) {
      const text = texts[at];
      // What cannot be opened is of no use to anybody.
      if (!text) continue;
      if (made) changes.push(withMembers(change, await seal(made.key, text, additional)));
      else kept.push(() => engine('secretsKeep', handle, connectorId, boundTo, text));
    }
    if (made && asked.keyRecord) changes.push(withMembers(asked.keyRecord, made.members));
    await store.write(changes);
    const opens = engine('vaultChanged', handle, asked.keyRecord?.value ?? {}, turn, clock.now());
    use(context, opens && made?.inMemory ? made.key : null);
    if (opens) for (const keep of kept) keep();
  } finally {
    for (const text of texts) text?.fill(0);
  }
}

/** A new key with the members that are stored of it: the key of a passphrase is not. */
async function makeKey(asked: NewKey, options: VaultOptions) {
  switch (asked.kind) {
    case 'none':
      return null;
    case 'device': {
      const key = await deviceKey();
      return { key, members: { key }, inMemory: false };
    }
    case 'passphrase': {
      const salt = random(16);
      const key = await passphraseKey('passphrase' in options ? options.passphrase : '', salt, asked.iterations);
      const { iv: checkIv, data: checkData } = await seal(key, CHECK, CHECK);
      return { key, members: { salt, checkIv, checkData }, inMemory: true };
    }
  }
}

export async function unlock(context: HostContext, passphrase: string): Promise<void> {
  const { handle, clock } = context;
  // Before anything is waited for: whoever locks from now on wins.
  const turn = engine('vaultTurn', handle);
  const record = await keyRecord(context);
  const iterations = engine('vaultUnlocking', handle, withoutBytes(record));
  const { salt, checkIv, checkData } = { ...record };
  const none = new Uint8Array();
  const key = await passphraseKey(passphrase, salt ?? none, iterations);
  const fits = (await open(key, { iv: checkIv ?? none, data: checkData ?? none }, CHECK)) !== null;
  engine('vaultUnlocked', handle, withoutBytes(record), fits, turn, clock.now());
  use(context, key);
}

/** Forgets the key and the secrets in memory, here and in the other tabs. */
export function lock(context: HostContext): void {
  lockHere(context);
  context.channel.post({ kind: 'lock' });
}

/** The same where another tab has locked or wiped; and when the host closes. */
export function lockHere(context: HostContext): void {
  context.vault.key = null;
  context.vault.locked += 1;
  engine('vaultLock', context.handle);
}

export async function wipe(context: HostContext): Promise<void> {
  lockHere(context);
  // Whoever seals at this moment would leave what nobody can open.
  await alone(context, async () => {
    await context.store.write(engine('vaultWipe'));
    // Whoever has unlocked it while this waited has the key of what is gone.
    lockHere(context);
  });
  context.channel.post({ kind: 'wipe' });
}

/** Saves what may be kept in memory: whoever locks or wipes from now on wins, unless the vault was unlocked since. */
export function keeping<T>(context: HostContext, save: () => Promise<T>): Promise<T> {
  const { locked } = context.vault;
  return alone(context, async () => {
    try {
      return await save();
    } finally {
      if (context.vault.locked !== locked && context.vault.key === null) lockHere(context);
    }
  });
}

/** Takes a key into use, and drops it when it is time. */
function use(context: HostContext, key: SealingKey | null): void {
  context.vault.key = key;
  const watch = async () => {
    for (;;) {
      const left = context.vault.key === key && lockInTime(context);
      if (typeof left !== 'number') return;
      await context.clock.sleepAside(left);
    }
  };
  // A clock that cannot wait, or a host that is closed: the time is compared at each use as well.
  if (key) watch().catch(() => {});
}

/** Locks where it is time: a machine that slept has no timer that went off. Answers how long that is from now. */
function lockInTime(context: HostContext): number | undefined {
  const left = engine('vaultLocksIn', context.handle, context.clock.now());
  if (left === undefined) context.vault.key = null;
  return left;
}
