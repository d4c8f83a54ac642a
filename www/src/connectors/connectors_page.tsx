import { EuiButton, EuiEmptyPrompt, EuiSpacer } from '@elastic/eui';
import { useEngine } from '../app/engine';
import { linkTo, paths } from '../app/route';
import { PageHeading } from '../shared/page_heading';
import { shortOf } from '../vault/levels';
import { ConnectorList } from './connector_list';
import { ConnectorTabs } from './connector_tabs';
import { useConnectors } from './store';
import { Transfer } from './transfer';

export function ConnectorsPage() {
  const { keeps } = useEngine();
  const { connectors, vault } = useConnectors();
  const isEmpty = connectors.length === 0;
  const add = (
    <EuiButton fill iconType="plusCircle" {...linkTo(paths.newConnector)}>
      Add new connector
    </EuiButton>
  );
  return (
    <>
      <PageHeading title="Connectors" actions={!isEmpty && add}>
        {!isEmpty && (
          <p>
            {keeps
              ? `Connectors are stored in this browser. ${shortOf(vault)}`
              : 'This browser gives the page no storage: connectors are gone after a reload.'}
          </p>
        )}
      </PageHeading>
      <ConnectorTabs selected="connectors" />
      {isEmpty ? (
        <EuiEmptyPrompt
          iconType="logstashOutput"
          hasBorder
          color="plain"
          title={<h2>No connectors yet</h2>}
          body={<p>A connector says where cases go: which ServiceNow, Jira or IBM Resilient, and with which account.</p>}
          actions={add}
        />
      ) : (
        <ConnectorList />
      )}
      <EuiSpacer size="xl" />
      <Transfer />
    </>
  );
}
