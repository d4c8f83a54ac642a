import type { InterruptedPush } from 'case-connectors';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useEngine } from '../core/engine';
import { useConnectors } from '../core/stored_connectors';
import { sameItems } from '../shared/store';
import { offeredOf } from './offered';
import { usePushes, useRuns } from './push_context';
import { useQueueState } from './queue/queue_context';
import { runningElsewhereIn } from './runs';

interface Interrupted {
  /** The pushes that an earlier page has left, and that this one may take up. */
  list: InterruptedPush[];
  dismiss: (push: Pick<InterruptedPush, 'caseId' | 'connectorId'>) => Promise<void>;
}

const Context = createContext<Interrupted | null>(null);

/** While another tab pushes: a tab that dies says nothing, but its push stands among the interrupted ones. */
const LOOK_MS = 2_000;

export function useInterrupted(): Interrupted {
  const interrupted = useContext(Context);
  if (!interrupted) throw new Error('InterruptedProvider is missing.');
  return interrupted;
}

export function InterruptedProvider({ children }: { children: ReactNode }) {
  const { connectors: store } = useEngine();
  const { version } = useConnectors();
  const { clearOther } = usePushes();
  const runs = useRuns((state) => state.runs);
  const elsewhere = useRuns(runningElsewhereIn, sameItems);
  const items = useQueueState((state) => state.items);
  const [all, setAll] = useState<InterruptedPush[]>([]);
  const isPushedElsewhere = elsewhere.length > 0;

  const look = useCallback(async () => {
    const found = await store.interrupted();
    setAll(found);
    return found;
  }, [store]);

  // biome-ignore lint/correctness/useExhaustiveDependencies(version): it stands for what is stored, which is read anew.
  useEffect(() => {
    // What cannot be read shows itself wherever it is needed; here it only means that nothing is offered.
    look().catch(() => setAll([]));
  }, [look, version]);

  useEffect(() => {
    if (!isPushedElsewhere) return;
    const timer = setInterval(() => {
      look().then(
        (found) => {
          for (const { caseId, state } of found) if (state === 'interrupted') clearOther(caseId);
        },
        () => {},
      );
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [look, isPushedElsewhere, clearOther]);

  const interrupted = useMemo<Interrupted>(
    () => ({
      list: offeredOf(all, runs, elsewhere, items),
      dismiss: async ({ caseId, connectorId }) => {
        await store.dismiss(caseId, connectorId);
        await look();
      },
    }),
    [all, runs, elsewhere, items, store, look],
  );
  return <Context.Provider value={interrupted}>{children}</Context.Provider>;
}
