import { startTransition, useEffect, useMemo, useRef } from 'react';
import { useCases } from '../cases/cases';
import { connectorOf } from '../cases/connector_choice';
import { useConnectors } from '../core/stored_connectors';
import { forgetHistory } from '../push/history/records';
import { useQueue } from '../push/queue/queue';
import { usePushes } from '../push/pushes';
import { useEngine } from '../core/engine';
import { usePublishFacts, type Facts } from '../cases/facts';
import { usePushStates } from './push_states';

/** Tells the list of cases what only the engine knows. */
export function FactsOfEngine({ isWanted }: { isWanted: boolean }) {
  const { connectors: store } = useEngine();
  const { connectors, settings } = useConnectors();
  const { files } = useCases();
  const { runs, others } = usePushes();
  const queue = useRef(useQueue());
  queue.current = useQueue();
  const publish = usePublishFacts();
  const states = usePushStates(files, isWanted);

  const facts = useMemo<Facts>(() => {
    const isPushing = (caseId: string) => runs[caseId]?.state === 'running' || others[caseId]?.state === 'running';
    return {
      connectors,
      connectorOf: (view) => connectorOf(view, connectors, settings),
      stateOf: (key) => states[key] ?? null,
      isPushing,
      push: (keys) => queue.current.start(keys),
      forget: async (caseIds) => {
        for (const id of caseIds) await store.forget(id);
        await forgetHistory(caseIds);
      },
    };
  }, [store, connectors, settings, runs, others, states]);
  // Drawn when there is time: what the person does comes first.
  useEffect(() => startTransition(() => publish(facts)), [publish, facts]);
  return null;
}
