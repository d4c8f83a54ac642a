import { useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useCases } from '../../cases/cases';
import { useConnectorTypes } from '../../core/connector_types';
import { useConnectors } from '../../core/stored_connectors';
import { navigate, paths } from '../../shared/route';
import { useGate } from '../../vault/gate';
import { usePushes } from '../push_context';
import { pendingOf } from './items';
import { createQueue, missingOf, type Surroundings } from './queue';
import { QueueContext, useQueue, useQueueState } from './queue_context';

/** Whether it waits for a passphrase or a secret. */
export function useIsQueueLocked(): boolean {
  const { connectors, vault } = useConnectors();
  return useQueueState(({ items }) => {
    const pending = pendingOf(items);
    return pending.length > 0 && (vault.locked || missingOf(pending, connectors).length > 0);
  });
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
  const { connectors, settings, vault } = useConnectors();
  const { files } = useCases();
  const { pushMany } = usePushes();
  const surroundings: Surroundings = {
    ...useGate(),
    files,
    connectors,
    types: useConnectorTypes(),
    settings,
    isLocked: vault.locked,
    pushMany,
  };
  const latest = useRef(surroundings);
  latest.current = surroundings;
  const queue = useMemo(() => createQueue(() => latest.current), []);
  useEffect(() => queue.watch(), [queue]);
  return (
    <QueueContext queue={queue}>
      <Drain />
      {children}
    </QueueContext>
  );
}

/** Works on what is pending: also after a reload, and where another tab has begun it. */
function Drain() {
  const { drain } = useQueue();
  const isLocked = useIsQueueLocked();
  const isDue = useQueueState(({ items, isPaused }) => !isPaused && pendingOf(items).length > 0);
  useEffect(() => {
    if (isDue && !isLocked) void drain();
  }, [isDue, isLocked, drain]);
  return null;
}
