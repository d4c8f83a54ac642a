// Opening and closing: what the functions of a host share.
import type { Delegate, OpenOptions, Transport } from '../types.js';
import { sending } from './arguments.js';
import { type Channel, openChannel } from './channel.js';
import { clockOf } from './clock.js';
import { type HostContext, licensing } from './context.js';
import { engine, hostError } from './engine.js';
import { indexedStore } from './indexed-store.js';
import { type Locks, locksFor, type OwnLocks } from './locks.js';
import { memoryStore } from './memory-store.js';
import { openPlaces, type Places } from './places.js';
import { abortHere } from './push.js';
import { queueChanged } from './queue.js';
import { stopHere } from './queue-run.js';
import { quietly } from './quietly.js';
import type { Store } from './store.js';
import { asStoreError, withErrors } from './store-errors.js';
import { lockHere } from './vault.js';

/** A gateway or a delegate may be named by a path of this page's own origin. */
function absolute(place: Transport | Delegate | null | undefined): object | null | undefined {
  const { location } = globalThis as Partial<typeof globalThis>;
  const { url = null } = (place ?? {}) as { url?: string | null };
  if (typeof url !== 'string' || location === undefined) return place;
  try {
    return { ...place, url: new URL(url, location.href).href };
  } catch {
    return place;
  }
}

async function openStore(kind: OpenOptions['store'], name: string): Promise<Store> {
  if (kind === undefined || kind === null || kind === 'indexeddb') {
    return indexedStore(name).catch((error) => {
      throw asStoreError(error);
    });
  }
  if (kind === 'memory') return memoryStore();
  if (typeof kind === 'object') return kind;
  throw hostError('OPTIONS_INVALID', 'store must be indexeddb, memory or a Store.', 'store');
}

export async function openHost(options: OpenOptions): Promise<HostContext> {
  const base = options.name ?? 'case-connectors';
  const namespace = options.namespace ?? undefined;
  const delegate = options.delegate ?? undefined;
  const { onExchange } = options;
  const delegateSend = delegate?.send && sending(delegate.send);
  const clock = clockOf(options.clock);
  const concurrency = engine('hostConcurrency', options.concurrency ?? undefined);
  const license = licensing(options.license);
  const data = {
    transport: absolute(options.transport),
    delegate: absolute(delegate && { kind: delegate.kind, url: delegate.url, space: delegate.space }),
    caseUrl: options.caseUrl,
    linkBack: options.linkBack,
    openedBy: options.openedBy,
    tellsExchanges: onExchange !== undefined,
  };
  const handle = engine('hostNew', data);
  let opened: Store | null = null;
  try {
    const name = namespace === undefined ? base : `${base}/${namespace}`;
    opened = withErrors(await openStore(options.store, name));
    const store = opened;
    engine('pausesLoad', handle, await store.entries('pauses', ''));
    const channel = openChannel(name);
    const kind = typeof options.store === 'object' ? 'own' : (options.store ?? 'indexeddb');
    const locks: OwnLocks = options.locks ?? locksFor(kind, store, channel);
    const context: HostContext = {
      handle,
      store,
      locks,
      channel,
      clock,
      concurrency,
      onExchange,
      delegateSend,
      license,
      vault: { key: null, locked: 0 },
      places: placesOf(locks, concurrency),
      runs: new Set(),
      running: new Set(),
      underWay: new Set(),
      closing: new AbortController(),
      listeners: new Set(),
      queueListeners: new Set(),
      tell(progress) {
        channel.post({ kind: 'progress', progress });
        hear(context, progress);
      },
    };
    listen(context, channel);
    return context;
  } catch (error) {
    quietly(() => engine('hostFree', handle));
    opened?.close();
    throw error;
  }
}

function placesOf(locks: Locks, concurrency: number): (baseUrl: string) => Places {
  const byUrl = new Map<string, Places>();
  return (baseUrl) => {
    const places = byUrl.get(baseUrl) ?? openPlaces(locks, baseUrl, concurrency);
    byUrl.set(baseUrl, places);
    return places;
  };
}

function hear(context: HostContext, progress: unknown): void {
  for (const listener of [...context.listeners]) quietly(() => listener(progress as never));
}

function listen(context: HostContext, channel: Channel): void {
  channel.listen((message) => {
    if (message.kind === 'progress') hear(context, message.progress);
    else if (message.kind === 'abort') abortHere(context, message);
    else if (message.kind === 'queue') queueChanged(context);
    else if (message.kind === 'stop') stopHere(context, message.stops);
    // What an older tab tells may be no pause.
    else if (message.kind === 'pause')
      quietly(() => engine('pauseLearn', context.handle, message.baseUrl, message.pause));
    else if (message.kind === 'lock' || message.kind === 'wipe') lockHere(context);
  });
}

/** Aborts what is under way, waits until it has ended, then closes the storage and forgets the secrets: at once where nothing is. */
export async function closeHost(context: HostContext): Promise<void> {
  const { underWay, closing } = context;
  // A queue that this page worked at is still to be done, as when the page is gone.
  stopHere(context, Number.POSITIVE_INFINITY);
  closing.abort();
  if (underWay.size > 0) await Promise.allSettled([...underWay]);
  await tearDown(context);
}

async function tearDown(context: HostContext): Promise<void> {
  const { handle, listeners, queueListeners, channel, locks, store } = context;
  context.vault.key = null;
  try {
    engine('hostFree', handle);
  } finally {
    // Also where the engine is broken.
    listeners.clear();
    queueListeners.clear();
    // Whoever ends the process after this would leave a lease that others wait for.
    const freed = locks.freed?.();
    if (freed) await freed;
    channel.close();
    await store.close();
  }
}
