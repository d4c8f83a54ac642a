import type { CaseChoice, ErrorDetails, Settings, StoredConnector } from 'case-connectors';
import { useEffect, useState } from 'react';
import { useEngine } from '../app/engine';
import type { CaseView } from '../cases/case_view';
import { toDetails } from '../shared/error';
import { useConnectors } from './store';

export interface Choice {
  /** The connector that a push of the case uses. */
  connector: StoredConnector | null;
  choose: (id: string) => Promise<void>;
  error: ErrorDetails | null;
}

/** The case's choice, else the connector that the case names, else the default one. */
export function connectorOf(
  chosen: CaseChoice | null,
  view: Pick<CaseView, 'connector'>,
  { connectors, settings }: { connectors: StoredConnector[]; settings: Settings },
): StoredConnector | null {
  const byId = (id: string | null | undefined) => connectors.find((connector) => connector.id === id);
  return byId(chosen?.connectorId) ?? byId(view.connector.id) ?? byId(settings.defaultConnectorId) ?? null;
}

export function useConnectorOf(view: CaseView): Choice {
  const { connectors: store } = useEngine();
  const { connectors, settings, version } = useConnectors();
  const [chosen, setChosen] = useState<CaseChoice | null>(null);
  const [error, setError] = useState<ErrorDetails | null>(null);

  useEffect(() => {
    let isCurrent = true;
    store.caseChoice(view.id).then(
      (choice) => isCurrent && setChosen(choice),
      (error: unknown) => isCurrent && setError(toDetails(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [store, view.id, version]);

  const connector = connectorOf(chosen, view, { connectors, settings });

  const choose = async (id: string) => {
    // The fields belong to one connector: none go along to another.
    const fields = id === view.connector.id ? view.connector.fields : null;
    try {
      const choice = { connectorId: id, fields };
      await store.saveCaseChoice(view.id, choice);
      setChosen(choice);
      setError(null);
    } catch (error) {
      setError(toDetails(error));
    }
  };
  return { connector, choose, error };
}
