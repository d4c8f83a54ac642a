import { useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useCases } from '../../cases/cases';
import { useConnectorTypes } from '../../core/connector_types';
import { useEngine } from '../../core/engine';
import { useConnectors } from '../../core/stored_connectors';
import { navigate, paths } from '../../shared/route';
import { useIsOnline } from '../../shared/online';
import { sameItems } from '../../shared/store';
import { useGate } from '../../vault/gate';
import { usePushes } from '../push_context';
import { createQueue, missingOf, openOf, type Surroundings } from './queue';
import { QueueContext, useQueue, useQueueState } from './queue_context';

/** What the queue waits for before it can go on: nothing, the passphrase, or the secrets of these connectors. */
export function useQueueWaitsFor(): { passphrase: boolean; secretsOf: readonly string[] } {
  const { connectors, vault } = useConnectors();
  const passphrase = useQueueState(({ items }) => vault.locked && openOf(items).length > 0);
  const secretsOf = useQueueState(
    ({ items }) => missingOf(openOf(items), connectors).map(({ name }) => name),
    sameItems,
  );
  return { passphrase, secretsOf };
}

export function useIsQueueLocked(): boolean {
  const { passphrase, secretsOf } = useQueueWaitsFor();
  return passphrase || secretsOf.length > 0;
}

/** Pushes cases in the queue, and shows it. */
export function useStartQueue(): (keys: string[]) => void {
  const { start } = useQueue();
  return useCallback(
    (keys) => {
      void start(keys);
      navigate(paths.queue);
    },
    [start],
  );
}

export function QueueProvider({ children }: { children: ReactNode }) {
  const { connectors: store } = useEngine();
  const { connectors, settings, vault } = useConnectors();
  const { files, keyOf } = useCases();
  const { workAt } = usePushes();
  const surroundings: Surroundings = {
    ...useGate(),
    store,
    files,
    keyOf,
    connectors,
    types: useConnectorTypes(),
    settings,
    isLocked: vault.locked,
    workAt,
  };
  const latest = useRef(surroundings);
  latest.current = surroundings;
  const queue = useMemo(() => createQueue(() => latest.current), []);
  useEffect(() => {
    void queue.takeOverLeft();
    return queue.watch();
  }, [queue]);
  const isOnline = useIsOnline();
  useEffect(() => {
    if (isOnline) void queue.backOnline();
  }, [isOnline, queue]);
  return (
    <QueueContext queue={queue}>
      <Work />
      {children}
    </QueueContext>
  );
}

/** Works at what is to be done: also after a reload, and where another tab has begun it. */
function Work() {
  const { work } = useQueue();
  const isLocked = useIsQueueLocked();
  const open = useQueueState(({ items }) => openOf(items).length);
  const isPaused = useQueueState((state) => state.isPaused);
  const isDue = open > 0 && !isPaused && !isLocked;
  useEffect(() => {
    if (isDue) void work();
  }, [isDue, work]);
  return null;
}
