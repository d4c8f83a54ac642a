import { startTransition, useEffect, useMemo } from 'react';
import { useCases } from '../cases/cases';
import { connectorOf } from '../cases/connector_of_case';
import { useConnectorLabels } from '../core/use_connector_labels';
import { useConnectorTypes } from '../core/connector_types';
import { useConnectors } from '../core/stored_connectors';
import { forgetHistory } from '../push/history/records';
import { useStartQueue } from '../push/queue/queue_provider';
import { useRuns } from '../push/push_context';
import { runningElsewhereIn, runningIn } from '../push/runs';
import { sameItems } from '../shared/store';
import { useEngine } from '../core/engine';
import { usePublishFacts, type Facts } from '../cases/facts';
import { usePushStates } from './push_states';

/** Tells the list of cases what only the engine knows. */
export function FactsOfEngine({ isWanted }: { isWanted: boolean }) {
  const { connectors: store } = useEngine();
  const { connectors, settings } = useConnectors();
  const types = useConnectorTypes();
  const labels = useConnectorLabels();
  const { files } = useCases();
  const here = useRuns(runningIn, sameItems);
  const elsewhere = useRuns(runningElsewhereIn, sameItems);
  const push = useStartQueue();
  const publish = usePublishFacts();
  const states = usePushStates(files, isWanted);

  const facts = useMemo<Facts>(() => {
    const pushing = new Set([...here, ...elsewhere]);
    return {
      connectors: connectors.map(({ id, name, type }) => ({ id, name, type, label: labels.get(id) ?? name })),
      connectorOf: (view) => {
        const connector = connectorOf(view, connectors, settings, types);
        return connector && { id: connector.id, label: labels.get(connector.id) ?? connector.name };
      },
      stateOf: (key) => states[key] ?? null,
      isPushing: (caseId) => pushing.has(caseId),
      push,
      forget: async (caseIds) => {
        for (const id of caseIds) await store.forget(id);
        await forgetHistory(caseIds);
      },
    };
  }, [store, connectors, labels, settings, types, here, elsewhere, push, states]);
  // Drawn when there is time: what the person does comes first.
  useEffect(() => startTransition(() => publish(facts)), [publish, facts]);
  return null;
}
