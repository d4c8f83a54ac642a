import type { Exchange } from 'case-connectors';
import { forget, readFrom, writeTo } from '../push_database';

/** The package tells of each request once it has ended; many end at once, and are written together. */
const WRITE_MS = 250;
/** Beyond it the oldest go. */
const MOST = 5_000;

let waiting: Exchange[] = [];

/** Keeps a request and its answer. The package has taken the secrets out of both. */
export function keepExchange(exchange: Exchange): void {
  if (waiting.length === 0) setTimeout(() => void write(), WRITE_MS);
  waiting.push(exchange);
}

async function write(): Promise<void> {
  const exchanges = waiting;
  waiting = [];
  await writeTo('exchanges', (store) => {
    for (const exchange of exchanges) store.add(exchange);
    const keys = store.getAllKeys();
    keys.onsuccess = () => {
      const last = keys.result[keys.result.length - MOST - 1];
      if (last !== undefined) store.delete(IDBKeyRange.upperBound(last));
    };
  });
}

/** Oldest first; of one case, or all. */
export async function readExchanges(takes: (exchange: Exchange) => boolean = () => true): Promise<Exchange[]> {
  await write();
  const all = await readFrom<Exchange[]>('exchanges', (store) => store.getAll());
  return (all ?? []).filter(takes).sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

export async function forgetExchanges(caseIds?: readonly string[]): Promise<void> {
  await write();
  await forget('exchanges', caseIds);
}
