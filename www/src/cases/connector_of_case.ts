import type { Settings, StoredConnector } from 'case-connectors';
import { currentPusher } from '../core/pusher';
import type { CaseView } from './case_view';

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
