import type { Settings, StoredConnector } from 'case-connectors';
import { ANY, setConnector } from './case_edit';
import type { CaseView } from './case_view';
import { useSaving } from './saving';
import type { OpenCase } from './cases';
import { currentPusher } from '../core/pusher';
import { useConnectors } from '../core/stored_connectors';
import type { ShownError } from '../shared/error';

export interface Choice {
  /** The connector that a push of the case uses. */
  connector: StoredConnector | null;
  choose: (id: string) => Promise<void>;
  error: ShownError | null;
}

/** The connector that the case names, else the default one. Where Kibana pushes, the connector is Kibana's, and none is stored here. */
export function connectorOf(
  view: CaseView,
  connectors: readonly StoredConnector[],
  settings: Settings,
): StoredConnector | null {
  if (currentPusher() === 'kibana') return ofKibana(view);
  const byId = (id: string | null) => connectors.find((connector) => connector.id === id) ?? null;
  return byId(view.connector.id) ?? byId(settings.defaultConnectorId);
}

function ofKibana({ connector: { id, name, type } }: CaseView): StoredConnector | null {
  if (type !== '.servicenow' && type !== '.jira' && type !== '.resilient') return null;
  return { id, name, type, config: {}, schemaVersion: 1, isMissingSecrets: false };
}

export function useConnectorOf({ key, view }: OpenCase): Choice {
  const { connectors, settings } = useConnectors();
  const { save, error } = useSaving(key);
  const choose = async (id: string) => {
    const chosen = connectors.find((connector) => connector.id === id);
    if (!chosen || id === view.connector.id) return;
    // The fields belong to one connector: none go along to another.
    await save(setConnector(ANY, { id, name: chosen.name, type: chosen.type, fields: null }));
  };
  return { connector: connectorOf(view, connectors, settings), choose, error };
}
