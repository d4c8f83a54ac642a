import type { StoredConnector } from 'case-connectors';
import { createContext, useContext, useState, type ReactNode } from 'react';
import type { CaseView } from './case_view';

export type PushState = 'noConnector' | 'neverPushed' | 'upToDate' | 'needsUpdate' | 'unknown' | 'notPushable';

/** What only the engine knows, for the pages that stand before it is loaded. */
export interface Facts {
  /** `label` tells those of one name apart. */
  connectors: readonly (StoredConnector & { label: string })[];
  connectorOf: (view: CaseView) => { id: string; label: string } | null;
  /** `null` while it is being worked out. */
  stateOf: (key: string) => PushState | null;
  isPushing: (caseId: string) => boolean;
  /** What other teams have done in the incident of a case, in words; `null` where nothing is known to be new. */
  newsOf: (view: CaseView) => string | null;
  /** `null` where a Kibana pushes, which tells nothing of others. */
  looks: LooksOfList | null;
  push: (keys: string[]) => void;
  /** Takes off what is still to be pushed of cases: they are about to go. */
  takeOff: (caseIds: readonly string[]) => Promise<void>;
}

/** How the list looks for what other teams have done. */
export interface LooksOfList {
  /** How often by itself, in milliseconds; `0` where only somebody who asks does. */
  everyMs: number;
  choices: readonly number[];
  choose: (everyMs: number) => void;
  ask: () => void;
  isLooking: boolean;
  /** What is under way, or what came of it. */
  says: string;
}

const FactsContext = createContext<Facts | null>(null);
const PublishContext = createContext<((facts: Facts | null) => void) | null>(null);

export function FactsProvider({ children }: { children: ReactNode }) {
  const [facts, publish] = useState<Facts | null>(null);
  return (
    <PublishContext.Provider value={publish}>
      <FactsContext.Provider value={facts}>{children}</FactsContext.Provider>
    </PublishContext.Provider>
  );
}

/** `null` until the engine is loaded. */
export function useFacts(): Facts | null {
  return useContext(FactsContext);
}

/** For the one place that knows them. */
export function usePublishFacts(): (facts: Facts | null) => void {
  const publish = useContext(PublishContext);
  if (!publish) throw new Error('FactsProvider is missing.');
  return publish;
}
