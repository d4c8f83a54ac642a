import type { InterruptedPush } from 'case-connectors';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useEngine } from '../core/engine';
import { useConnectors } from '../core/stored_connectors';
import { useQueue } from './queue/queue';
import { usePushes } from './pushes';

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
  const { runs, others, clearOther } = usePushes();
  const { items } = useQueue();
  const queued = useMemo(() => new Set(items.map(({ caseId, connectorId }) => `${caseId} ${connectorId}`)), [items]);
  const [all, setAll] = useState<InterruptedPush[]>([]);
  const elsewhere = Object.values(others)
    .filter(({ state }) => state === 'running')
    .map(({ caseId }) => caseId);
  const waitsFor = elsewhere.join(' ');

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
    if (waitsFor === '') return;
    const timer = setInterval(() => {
      look().then(
        (found) => {
          for (const { caseId, state } of found) if (state === 'interrupted') clearOther(caseId);
        },
        () => {},
      );
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [look, waitsFor, clearOther]);

  const list = all.filter(({ caseId, connectorId }) => {
    // The queue has a page of its own.
    if (queued.has(`${caseId} ${connectorId}`)) return false;
    const run = runs[caseId];
    // What this page has pushed by itself, the page of its case shows; and so do other tabs what they push.
    return !(run && !run.resumed && run.connectorId === connectorId) && !elsewhere.includes(caseId);
  });
  // While one is being finished it counts as under way, and the package lists it no more.
  for (const { state, resumed } of Object.values(runs)) {
    if (state !== 'running' || !resumed) continue;
    const isListed = list.some((it) => it.caseId === resumed.caseId && it.connectorId === resumed.connectorId);
    if (!isListed) list.push(resumed);
  }
  const dismiss: Interrupted['dismiss'] = async ({ caseId, connectorId }) => {
    await store.dismiss(caseId, connectorId);
    await look();
  };
  return <Context.Provider value={{ list, dismiss }}>{children}</Context.Provider>;
}
