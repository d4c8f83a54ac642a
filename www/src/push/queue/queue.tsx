import type { BulkResult, StoredConnector } from 'case-connectors';
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { navigate, paths } from '../../shared/route';
import { toInput } from '../../cases/case_file';
import { viewOf } from '../../cases/case_view';
import { useCases } from '../../cases/cases';
import { connectorOf } from '../../cases/connector_choice';
import { useConnectors } from '../../core/stored_connectors';
import { toDetails, type ShownError } from '../../shared/error';
import { useGate } from '../../vault/gate';
import { usePushes } from '../pushes';
import { pendingOf, useItems } from './items';
import { NOT_KEPT, readQueue, resultOf, type Queued } from './queued';
import { roundOf } from './round';
import { inTurn } from './turn';

interface Queue {
  items: readonly Queued[];
  /** Whether what an earlier page has left is still being read. */
  isLoading: boolean;
  /** A person stopped it. */
  isPaused: boolean;
  /** Whether it waits for a passphrase or a secret. */
  isLocked: boolean;
  /** Why it could not go on at all. */
  error: ShownError | null;
  /** Pushes kept cases, each to its own connector or the default one, and shows the queue. */
  start: (keys: string[]) => void;
  /** Goes on with what has no result, after a stop or where secrets were missing. */
  goOn: () => void;
  stop: () => void;
  /** Tries those again that are not complete. */
  retry: () => void;
  /** Forgets the results. */
  clear: () => void;
}

const Context = createContext<Queue | null>(null);

export function useQueue(): Queue {
  const queue = useContext(Context);
  if (!queue) throw new Error('QueueProvider is missing.');
  return queue;
}

/** The cases that are pushed one after the other. It goes on over a reload, and in another tab when this one is closed. */
export function QueueProvider({ children }: { children: ReactNode }) {
  const { connectors, settings, vault } = useConnectors();
  const { unlock, enterSecret } = useGate();
  const { pushMany } = usePushes();
  const cases = useCases();
  const files = useRef(cases.files);
  files.current = cases.files;
  const [error, setError] = useState<ShownError | null>(null);
  const controller = useRef<AbortController | null>(null);
  const isDraining = useRef(false);
  // Another tab may have stopped what this one is doing.
  const { items, isPaused, isLoading, latest, read, change, add, pause, clear } = useItems(
    (kept) => kept.isPaused && controller.current?.abort(),
  );
  const pending = pendingOf(items);
  const isLocked = pending.length > 0 && (vault.locked || missingOf(pending, connectors).length > 0);

  const isDue = pending.length > 0 && !isPaused && !isLocked;

  const drain = async () => {
    if (isDraining.current) return;
    isDraining.current = true;
    await inTurn(async () => {
      for (;;) {
        await read();
        const pending = pendingOf(latest.current.items);
        if (latest.current.isPaused || pending.length === 0) return;
        if (!(await run(pending))) return;
      }
    });
    isDraining.current = false;
    // What came in meanwhile.
    if (!latest.current.isPaused && pendingOf(latest.current.items).length > 0) void drain();
  };

  const drainNow = useRef(drain);
  drainNow.current = drain;
  // Also after a reload, and where another tab has begun it.
  useEffect(() => {
    if (isDue) void drainNow.current();
  }, [isDue]);

  /** Answers whether the next round may begin: results that were not kept would be worked out again, without end. */
  const run = async (pending: Queued[]): Promise<boolean> => {
    const kept: Promise<boolean>[] = [];
    const own = new AbortController();
    controller.current = own;
    const { ready, lost } = roundOf(pending, files.current);
    kept.push(change(lost));
    const open = new Set(ready.map(({ item }) => item));
    const end = (item: Queued | undefined, result: BulkResult) => {
      // What a stop has reached is still to be done.
      const isStopped = own.signal.aborted && (result.outcome?.error ?? result.error)?.code === 'ABORTED';
      if (item && open.delete(item) && !isStopped) kept.push(change([{ ...item, result: resultOf(result) }]));
    };
    try {
      const results = await pushMany(
        ready.map(({ item: { caseId, title }, connectorId, file }) => ({
          caseId,
          title,
          connectorId,
          input: toInput(file),
        })),
        own,
        (result) => end(ready.find(({ item }) => item.caseId === result.caseId)?.item, result),
      );
      // One that could not even be kept has no name, only its place.
      for (const [at, result] of results.entries()) end(ready[at]?.item, result);
      const isKept = !(await Promise.all(kept)).includes(false);
      // Without any storage this page knows it all by itself.
      if (!isKept && (await readQueue())) throw NOT_KEPT;
      setError(null);
      return true;
    } catch (error) {
      setError(toDetails(error));
      await pause(true);
      return false;
    }
  };

  const goOn = async () => {
    const pending = pendingOf(latest.current.items);
    if (vault.locked && !(await unlock())) return;
    for (const { id } of missingOf(pending, connectors)) if (!(await enterSecret(id))) return;
    await pause(false);
  };

  const start = async (keys: string[]) => {
    const added = keys.flatMap((key): Queued[] => {
      const file = files.current[key];
      if (!file) return [];
      const { id, title } = viewOf(file);
      const connector = connectorOf(viewOf(file), connectors, settings);
      return [{ key, caseId: id, title, connectorId: connector?.id ?? null, order: 0, result: null }];
    });
    await add(added);
    navigate(paths.queue);
    await goOn();
  };

  const retry = async () => {
    const again = latest.current.items.filter(({ result }) => result && result.state !== 'complete');
    await change(again.map((item) => ({ ...item, result: null })));
    await goOn();
  };

  const queue: Queue = {
    items,
    isLoading,
    isPaused,
    isLocked,
    error,
    start: (keys) => void start(keys),
    goOn: () => void goOn(),
    stop: () => {
      void pause(true);
      controller.current?.abort();
    },
    retry: () => void retry(),
    clear: () => void clear(),
  };
  return <Context.Provider value={queue}>{children}</Context.Provider>;
}

/** The connectors of these cases whose secret must be entered first. */
function missingOf(items: readonly Queued[], connectors: StoredConnector[]): StoredConnector[] {
  const ids = new Set(items.map(({ connectorId }) => connectorId));
  return connectors.filter(({ id, isMissingSecrets }) => isMissingSecrets && ids.has(id));
}
