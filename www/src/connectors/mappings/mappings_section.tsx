import { EuiFormRow, EuiSelect, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { useConnectors } from '../../core/stored_connectors';
import { useConnectorLabels } from '../../core/use_connector_labels';
import { useConnectorTypes } from '../../core/connector_types';
import { MappingsForm } from './mappings_form';

/** The field mappings of a connector; at first of the default one. */
export function MappingsSection() {
  const { connectors, settings } = useConnectors();
  const types = useConnectorTypes();
  const labels = useConnectorLabels();
  const [chosen, setChosen] = useState<string | null>(null);
  const byId = (id: string | null) => connectors.find((connector) => connector.id === id);
  const connector = byId(chosen) ?? byId(settings.defaultConnectorId) ?? connectors[0];
  const type = types.find(({ id }) => id === connector?.type);
  if (!connector || !type) {
    return (
      <EuiText size="s" color="subdued">
        <p>Add a connector to see and change its field mappings.</p>
      </EuiText>
    );
  }
  return (
    <>
      {connectors.length > 1 && (
        <>
          <EuiFormRow label="Field mappings of" fullWidth>
            <EuiSelect
              fullWidth
              options={connectors.map(({ id, name }) => ({ value: id, text: labels.get(id) ?? name }))}
              value={connector.id}
              onChange={(event) => setChosen(event.target.value)}
            />
          </EuiFormRow>
          <EuiSpacer size="m" />
        </>
      )}
      <MappingsForm key={connector.id} connector={connector} type={type} />
    </>
  );
}
