import type { Settings, StoredConnector } from 'case-connectors';
import { ANY, setConnector } from '../cases/case_edit';
import type { CaseView } from '../cases/case_view';
import { useSaving } from '../cases/saving';
import type { OpenCase } from '../cases/store';
import { useConnectors } from './store';
import type { ShownError } from '../shared/error';

export interface Choice {
  /** The connector that a push of the case uses. */
  connector: StoredConnector | null;
  choose: (id: string) => Promise<void>;
  error: ShownError | null;
}

/** The connector that the case names, else the default one. */
export function connectorOf(
  view: CaseView, connectors: readonly StoredConnector[], settings: Settings,
): StoredConnector | null {
  const byId = (id: string | null) => connectors.find((connector) => connector.id === id) ?? null;
  return byId(view.connector.id) ?? byId(settings.defaultConnectorId);
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
