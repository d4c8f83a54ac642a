import { startTransition, useEffect, useMemo } from 'react';
import { useCases } from '../cases/cases';
import { connectorOf } from '../cases/connector_of_case';
import { useConnectorLabels } from '../core/use_connector_labels';
import { useConnectorTypes } from '../core/connector_types';
import { useConnectors } from '../core/stored_connectors';
import { useStartQueue } from '../push/queue/queue_provider';
import { newsWords, useLooks } from '../push/pull/use_looks';
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
  const { news, looks } = useLooks();

  const facts = useMemo<Facts>(() => {
    const pushing = new Set([...here, ...elsewhere]);
    return {
      connectors: connectors.map((connector) => ({ ...connector, label: labels.get(connector.id) ?? connector.name })),
      connectorOf: (view) => {
        const connector = connectorOf(view, connectors, settings, types);
        return connector && { id: connector.id, label: labels.get(connector.id) ?? connector.name };
      },
      stateOf: (key) => states[key] ?? null,
      isPushing: (caseId) => pushing.has(caseId),
      newsOf: (view) =>
        view.id in news ? newsWords(news, view.id, connectorOf(view, connectors, settings, types)?.id ?? null) : null,
      looks,
      push,
      takeOff: async (caseIds) => {
        const [interrupted, { items }] = await Promise.all([store.interrupted(), store.queue()]);
        const pending = [...interrupted, ...items.filter(({ result }) => result === null)];
        for (const it of pending) if (caseIds.includes(it.caseId)) await store.dismiss(it.caseId, it.connectorId);
      },
    };
  }, [store, connectors, labels, settings, types, here, elsewhere, push, states, news, looks]);
  // Drawn when there is time: what the person does comes first.
  useEffect(() => startTransition(() => publish(facts)), [publish, facts]);
  return null;
}
