import { EuiButton, EuiEmptyPrompt, EuiSpacer, EuiTitle } from '@elastic/eui';
import { useMemo } from 'react';
import { useEngine } from '../app/engine';
import { linkTo, paths } from '../app/route';
import { PageHeading } from '../shared/page_heading';
import { shortOf } from '../vault/levels';
import { ConnectorItem } from './connector_item';
import { ConnectorTabs } from './connector_tabs';
import { SettingsForm } from './settings_form';
import { useConnectors } from './store';
import { Transfer } from './transfer';

export function ConnectorsPage() {
  const { api, keeps } = useEngine();
  const { connectors, settings, vault } = useConnectors();
  const types = useMemo(() => api.connectorTypes(), [api]);
  const add = (
    <EuiButton fill iconType="plusCircle" {...linkTo(paths.newConnector)}>
      Add new connector
    </EuiButton>
  );
  if (connectors.length === 0) {
    return (
      <>
        <PageHeading title="Connectors" />
        <ConnectorTabs selected="connectors" />
        <EuiEmptyPrompt
          iconType="logstashOutput"
          hasBorder
          color="plain"
          title={<h2>No connectors yet</h2>}
          body={<p>A connector says where cases go: which ServiceNow, Jira or IBM Resilient, and with which account.</p>}
          actions={add}
        />
        <EuiSpacer size="xl" />
        <Transfer />
      </>
    );
  }
  return (
    <>
      <PageHeading title="Connectors" actions={add}>
        <p>
          {keeps
            ? `Connectors are stored in this browser. ${shortOf(vault)}`
            : 'This browser gives the page no storage: connectors are gone after a reload.'}
        </p>
      </PageHeading>
      <ConnectorTabs selected="connectors" />
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
      <EuiSpacer size="xl" />
      <Transfer />
    </>
  );
}
