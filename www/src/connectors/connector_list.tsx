import { EuiSpacer, EuiTitle } from '@elastic/eui';
import { useMemo } from 'react';
import { useEngine } from '../app/engine';
import { ConnectorItem } from './connector_item';
import { SettingsForm } from './settings_form';
import { useConnectors } from './store';

/** The stored connectors, and the settings that choose among them. */
export function ConnectorList() {
  const { api } = useEngine();
  const { connectors, settings } = useConnectors();
  const types = useMemo(() => api.connectorTypes(), [api]);
  return (
    <>
      <ul aria-label="Connectors">
        {connectors.map((connector) => (
          <ConnectorItem
            key={connector.id}
            connector={connector}
            type={types.find(({ id }) => id === connector.type)}
            isDefault={settings.defaultConnectorId === connector.id}
          />
        ))}
      </ul>
      <EuiSpacer size="xl" />
      <EuiTitle size="s">
        <h2>Settings</h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      <SettingsForm />
    </>
  );
}
