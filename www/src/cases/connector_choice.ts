import type { StoredConnector } from 'case-connectors';
import { chooseConnector } from './case_edit';
import type { CaseConnector } from './case_view';
import { useSaving } from './saving';
import type { OpenCase } from './cases';
import { connectorOf } from './connector_of_case';
import { useConnectorTypes } from '../core/connector_types';
import { useConnectors } from '../core/stored_connectors';
import type { ShownError } from '../shared/error';
import { useRef } from 'react';

export interface Choice {
  /** The connector that a push of the case uses. */
  connector: StoredConnector | null;
  choose: (id: string) => Promise<void>;
  error: ShownError | null;
}

export function useConnectorOf({ key, view }: OpenCase): Choice {
  const { connectors, settings } = useConnectors();
  const types = useConnectorTypes();
  const { save, error } = useSaving(key);
  /** The last one that was chosen and is not stored yet. */
  const asked = useRef<string | null>(null);
  const held = useRef(new Map<string, CaseConnector['fields']>());
  const choose = async (id: string) => {
    const chosen = connectors.find((connector) => connector.id === id);
    if (!chosen || id === (asked.current ?? view.connector.id)) return;
    asked.current = id;
    await save(chooseConnector(held.current, { id, name: chosen.name, type: chosen.type }));
    if (asked.current === id) asked.current = null;
  };
  return { connector: connectorOf(view, connectors, settings, types), choose, error };
}
