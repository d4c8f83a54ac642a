import type { ConnectorType } from 'case-connectors';
import { useMemo } from 'react';
import { useEngine } from './engine';

/** The connector types, each with whether the host's licence is enough for it. */
export function useConnectorTypes(): ConnectorType[] {
  const { api, license } = useEngine();
  return useMemo(() => api.connectorTypes({ license }), [api, license]);
}
