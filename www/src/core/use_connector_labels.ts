import { useMemo } from 'react';
import { labelsOf } from './connector_labels';
import { useConnectorTypes } from './connector_types';
import { useConnectors } from './stored_connectors';

/** What the stored connectors are called, by their ids. */
export function useConnectorLabels(): ReadonlyMap<string, string> {
  const { connectors } = useConnectors();
  const types = useConnectorTypes();
  return useMemo(() => labelsOf(connectors, types), [connectors, types]);
}
