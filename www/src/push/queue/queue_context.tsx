import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from '../../shared/store';
import type { Queue, QueueState } from './queue';

const Context = createContext<Queue | null>(null);

/** What can be done with the queue. It never changes. */
export function useQueue(): Queue {
  const queue = useContext(Context);
  if (!queue) throw new Error('QueueProvider is missing.');
  return queue;
}

/** A part of how the queue stands; `isSame` as in `useStore`. */
export function useQueueState<V>(select: (state: QueueState) => V, isSame?: (a: V, b: V) => boolean): V {
  return useStore(useQueue().state, select, isSame);
}

export function QueueContext({ queue, children }: { queue: Queue; children: ReactNode }) {
  return <Context.Provider value={queue}>{children}</Context.Provider>;
}
