import type { StoredConnector } from 'case-connectors';
import { startTransition, useEffect, useRef, useState } from 'react';
import { toInput, type CaseFile } from '../cases/case_file';
import { viewOf } from '../cases/case_view';
import type { Files } from '../cases/case_database';
import { connectorOf } from '../cases/connector_of_case';
import { useConnectorTypes } from '../core/connector_types';
import { useConnectors } from '../core/stored_connectors';
import { useEngine, type Engine } from '../core/engine';
import type { PushState } from '../cases/facts';

type States = { readonly [key: string]: PushState };

/** What a state was worked out from. */
interface WorkedOut {
  file: CaseFile;
  connector: string;
  pushes: number;
  state: PushState;
}

/** How often the list hears of what was worked out. */
const PUBLISH_MS = 500;

/** How each case stands with its incident, worked out while the list is looked at, a few at a time. */
export function usePushStates(files: Files, isWanted: boolean): States {
  const engine = useEngine();
  const { connectors, settings } = useConnectors();
  const types = useConnectorTypes();
  const [states, setStates] = useState<States>({});
  const workedOut = useRef(new Map<string, WorkedOut>());
  /** By case: how often a push of it has ended, here or in another tab. */
  const [pushes, setPushes] = useState<{ readonly [caseId: string]: number }>({});

  useEffect(
    () =>
      engine.connectors.watch(({ caseId, state }) => {
        if (state === 'running' || state === 'waiting') return;
        setPushes((pushes) => ({ ...pushes, [caseId]: (pushes[caseId] ?? 0) + 1 }));
      }),
    [engine],
  );

  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    const publish = () => {
      const states = Object.fromEntries([...workedOut.current].map(([key, { state }]) => [key, state]));
      startTransition(() => setStates(states));
    };
    const work = async () => {
      let publishedAt = performance.now();
      for (const [key, file] of Object.entries(files)) {
        const view = viewOf(file);
        const connector = connectorOf(view, connectors, settings, types);
        const from = { file, connector: JSON.stringify(connector), pushes: pushes[view.id] ?? 0 };
        const before = workedOut.current.get(key);
        if (before && before.file === file && before.connector === from.connector && before.pushes === from.pushes)
          continue;
        const state = await stateOf(engine, file, connector);
        if (!isCurrent) return;
        workedOut.current.set(key, { ...from, state });
        if (performance.now() - publishedAt < PUBLISH_MS) continue;
        publish();
        publishedAt = performance.now();
        // Working it out is never more urgent than what the person does.
        await new Promise((resolve) => setTimeout(resolve));
      }
      for (const key of workedOut.current.keys()) if (!(key in files)) workedOut.current.delete(key);
      if (isCurrent) publish();
    };
    void work();
    return () => {
      isCurrent = false;
    };
  }, [engine, files, connectors, settings, types, pushes, isWanted]);
  return states;
}

async function stateOf(
  { connectors: store }: Engine,
  file: CaseFile,
  connector: StoredConnector | null,
): Promise<PushState> {
  if (!connector) return 'noConnector';
  try {
    return (await store.status(toInput(file), { connectorId: connector.id })).state;
  } catch {
    // The page of the case says why.
    return 'notPushable';
  }
}
