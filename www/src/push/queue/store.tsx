import type { BulkResult, ErrorDetails, StoredConnector } from 'case-connectors';
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { navigate, paths } from '../../app/route';
import { toInput } from '../../cases/case_file';
import { viewOf } from '../../cases/case_view';
import { useCases } from '../../cases/store';
import { connectorOf } from '../../connectors/choice';
import { useConnectors } from '../../connectors/store';
import { useBatched } from '../../shared/batched';
import { toDetails } from '../../shared/error';
import { useGate } from '../../vault/gate';
import { usePushes } from '../store';
import {
  NO_CASE, NO_CONNECTOR, failed, forgetQueued, keepPaused, keepQueued, onQueueChange, readQueue, resultOf, type Queued,
} from './queued';
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
  error: ErrorDetails | null;
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

interface Kept {
  items: readonly Queued[];
  isPaused: boolean;
}

/** Many cases end in a second. */
const DRAW_MS = 150;

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
  const drawn = useBatched<Kept>({ items: [], isPaused: false }, DRAW_MS);
  const { items, isPaused } = drawn.state;
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<ErrorDetails | null>(null);
  /** What the work in progress reads: a render may come later. */
  const now = useRef<Kept>({ items, isPaused });
  const controller = useRef<AbortController | null>(null);
  const isDraining = useRef(false);

  const pending = items.filter(({ result }) => !result);
  const isLocked = pending.length > 0 && (vault.locked || missingOf(pending, connectors).length > 0);

  const set = (items: readonly Queued[], isPaused = now.current.isPaused, draw = drawn.now) => {
    const kept = { items, isPaused };
    now.current = kept;
    draw(() => kept);
  };
  const change = (changed: readonly Queued[]) => {
    const byKey = new Map(changed.map((item) => [item.key, item]));
    set(now.current.items.map((item) => byKey.get(item.key) ?? item), now.current.isPaused, drawn.later);
    return keepQueued(changed);
  };
  const pause = (isPaused: boolean) => {
    set(now.current.items, isPaused);
    return keepPaused(isPaused);
  };
  const read = async () => {
    const kept = await readQueue();
    if (kept) set(kept.items, kept.isPaused);
  };

  useEffect(() => {
    void read().then(() => setIsLoading(false));
    return onQueueChange(() => void read());
  }, []);
  // Also after a reload, and where another tab has begun it.
  useEffect(() => {
    if (pending.length > 0 && !isPaused && !isLocked) void drain();
  }, [pending.length > 0, isPaused, isLocked]);

  const drain = async () => {
    if (isDraining.current) return;
    isDraining.current = true;
    await inTurn(async () => {
      for (;;) {
        await read();
        const pending = now.current.items.filter(({ result }) => !result);
        if (now.current.isPaused || pending.length === 0) return;
        await run(pending);
      }
    });
    isDraining.current = false;
    // What came in meanwhile.
    if (!now.current.isPaused && now.current.items.some(({ result }) => !result)) void drain();
  };

  const run = async (pending: Queued[]) => {
    const signal = (controller.current = new AbortController()).signal;
    const lost = pending.filter(({ key, connectorId }) => !files.current[key] || !connectorId);
    await change(lost.map((item) => ({ ...item, result: failed(files.current[item.key] ? NO_CONNECTOR : NO_CASE) })));
    // Two opened cases may be the same case: the second one waits for the next round.
    const ready = [...new Map(pending.filter((it) => !lost.includes(it)).reverse().map((it) => [it.caseId, it])).values()];
    ready.reverse();
    const open = new Set(ready);
    const end = (item: Queued | undefined, result: BulkResult) => {
      // What a stop has reached is still to be done.
      const isStopped = signal.aborted && (result.outcome?.error ?? result.error)?.code === 'ABORTED';
      if (item && open.delete(item) && !isStopped) void change([{ ...item, result: resultOf(result) }]);
    };
    try {
      const results = await pushMany(
        ready.map(({ key, caseId, title, connectorId }) => ({ caseId, title, connectorId: connectorId!, input: toInput(files.current[key]!) })),
        controller.current,
        (result) => end(ready.find(({ caseId }) => caseId === result.caseId), result),
      );
      // One that could not even be kept has no name, only its place.
      for (const [at, result] of results.entries()) end(ready[at], result);
      setError(null);
    } catch (error) {
      setError(toDetails(error));
      await pause(true);
    }
  };

  const goOn = async () => {
    const pending = now.current.items.filter(({ result }) => !result);
    if (vault.locked && !(await unlock())) return;
    for (const { id } of missingOf(pending, connectors)) if (!(await enterSecret(id))) return;
    await pause(false);
  };

  const start = async (keys: string[]) => {
    const open = now.current.items.filter(({ key, result }) => !result && !keys.includes(key));
    const gone = now.current.items.filter((item) => !open.includes(item)).map(({ key }) => key);
    const first = Math.max(0, ...open.map(({ order }) => order + 1));
    const added = keys.filter((key) => files.current[key]).map((key, at): Queued => {
      const view = viewOf(files.current[key]!);
      const connector = connectorOf(view, connectors, settings);
      return { key, caseId: view.id, title: view.title, connectorId: connector?.id ?? null, order: first + at, result: null };
    });
    set([...open, ...added]);
    await forgetQueued(gone);
    await keepQueued(added);
    navigate(paths.queue);
    await goOn();
  };

  const retry = async () => {
    await change(now.current.items.filter(({ result }) => result && result.state !== 'complete').map((it) => ({ ...it, result: null })));
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
    clear: () => {
      const ended = now.current.items.filter(({ result }) => result).map(({ key }) => key);
      set(now.current.items.filter(({ result }) => !result));
      void forgetQueued(ended);
    },
  };
  return <Context.Provider value={queue}>{children}</Context.Provider>;
}

/** The connectors of these cases whose secret must be entered first. */
function missingOf(items: readonly Queued[], connectors: StoredConnector[]): StoredConnector[] {
  const ids = new Set(items.map(({ connectorId }) => connectorId));
  return connectors.filter(({ id, isMissingSecrets }) => isMissingSecrets && ids.has(id));
}
