import type { ConnectorType, Settings, StoredConnector } from 'case-connectors';
import { currentPusher } from '../core/pusher';
import type { CaseView } from './case_view';

/** The connector that the case names, else the default one. Where Kibana pushes, the connector is Kibana's, and none is stored here. */
export function connectorOf(
  view: CaseView,
  connectors: readonly StoredConnector[],
  settings: Settings,
  types: readonly ConnectorType[],
): StoredConnector | null {
  if (currentPusher() === 'kibana') return ofKibana(view, types);
  const byId = (id: string | null) => connectors.find((connector) => connector.id === id) ?? null;
  return byId(view.connector.id) ?? byId(settings.defaultConnectorId);
}

function ofKibana({ connector }: CaseView, types: readonly ConnectorType[]): StoredConnector | null {
  const { id, name } = connector;
  const type = types.find((it) => it.id === connector.type)?.id;
  return type ? { id, name, type, config: {}, schemaVersion: 1, isMissingSecrets: false } : null;
}
