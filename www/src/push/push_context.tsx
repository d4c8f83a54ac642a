import type { PushProgress } from 'case-connectors';
import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from '../shared/store';
import type { Pushes } from './pushes';
import type { Run, RunsState } from './runs';

const Context = createContext<Pushes | null>(null);

/** What can be done with pushes. It never changes: what is read of them is read by the hooks below. */
export function usePushes(): Pushes {
  const pushes = useContext(Context);
  if (!pushes) throw new Error('PushProvider is missing.');
  return pushes;
}

/** A part of what is known of all pushes; `isSame` as in `useStore`. */
export function useRuns<V>(select: (state: RunsState) => V, isSame?: (a: V, b: V) => boolean): V {
  return useStore(usePushes().runs, select, isSame);
}

/** The latest push of a case by this page. It goes on while the person looks at another page. */
export function useRun(caseId: string): Run | null {
  return useRuns(({ runs }) => runs[caseId] ?? null);
}

/** How far this page's push of a case is. */
export function useProgress(caseId: string): PushProgress | null {
  return useRuns(({ progress }) => progress[caseId] ?? null);
}

/** The latest news of another tab's push of a case. */
export function useOther(caseId: string): PushProgress | null {
  return useRuns(({ others }) => others[caseId] ?? null);
}

export function PushContext({ pushes, children }: { pushes: Pushes; children: ReactNode }) {
  return <Context.Provider value={pushes}>{children}</Context.Provider>;
}
