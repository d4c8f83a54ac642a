import { createContext, useContext, useState, type ReactNode } from 'react';
import type { CaseView } from './case_view';

export type PushState = 'noConnector' | 'neverPushed' | 'upToDate' | 'needsUpdate' | 'unknown' | 'notPushable';

/** What only the engine knows, for the pages that stand before it is loaded. */
export interface Facts {
  connectors: readonly { id: string; name: string; type: string }[];
  connectorOf: (view: CaseView) => { id: string; name: string } | null;
  /** `null` while it is being worked out. */
  stateOf: (key: string) => PushState | null;
  isPushing: (caseId: string) => boolean;
  push: (keys: string[]) => void;
  /** Deletes the journals and pending pushes of cases. */
  forget: (caseIds: string[]) => Promise<void>;
}

const Context = createContext<{ facts: Facts | null; publish: (facts: Facts | null) => void } | null>(null);

export function FactsProvider({ children }: { children: ReactNode }) {
  const [facts, publish] = useState<Facts | null>(null);
  return <Context.Provider value={{ facts, publish }}>{children}</Context.Provider>;
}

function useContextOf() {
  const context = useContext(Context);
  if (!context) throw new Error('FactsProvider is missing.');
  return context;
}

/** `null` until the engine is loaded. */
export function useFacts(): Facts | null {
  return useContextOf().facts;
}

/** For the one place that knows them. */
export function usePublishFacts() {
  return useContextOf().publish;
}
