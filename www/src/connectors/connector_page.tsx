import { EuiButton, EuiButtonEmpty, EuiEmptyPrompt, EuiSpacer } from '@elastic/eui';
import { useMemo, useState } from 'react';
import { useEngine } from '../app/engine';
import { linkTo, navigate, paths } from '../app/route';
import { useToast } from '../app/toasts';
import { PageHeading } from '../shared/page_heading';
import { ConnectorForm } from './connector_form';
import { useConnectors } from './store';
import { TypeCards } from './type_cards';

/** A new connector, or a stored one. */
export function ConnectorPage({ id }: { id: string | null }) {
  const { api } = useEngine();
  const { connectors, reload } = useConnectors();
  const toast = useToast();
  const types = useMemo(() => api.connectorTypes(), [api]);
  const [stored] = useState(() => connectors.find((connector) => connector.id === id) ?? null);
  const [typeId, setTypeId] = useState<string | null>(stored?.type ?? null);
  const type = types.find((type) => type.id === typeId);

  if (id !== null && !stored) {
    return (
      <EuiEmptyPrompt
        iconType="search"
        title={<h1>There is no such connector</h1>}
        body={<p>It may have been deleted.</p>}
        actions={
          <EuiButton fill {...linkTo(paths.connectors)}>
            Go to the connectors
          </EuiButton>
        }
      />
    );
  }
  return (
    <>
      <EuiButtonEmpty size="s" flush="left" iconType="chevronSingleLeft" {...linkTo(paths.connectors)}>
        Back to the connectors
      </EuiButtonEmpty>
      <EuiSpacer size="s" />
      <PageHeading title={stored ? `Edit ${stored.name}` : 'Add new connector'}>
        {!type && <p>Where should cases go?</p>}
      </PageHeading>
      {!stored && <TypeCards types={types} chosen={typeId} onChoose={setTypeId} />}
      {type && (
        <ConnectorForm
          key={type.id}
          type={type}
          stored={stored}
          onSaved={async (connector) => {
            await reload();
            toast({ title: `${connector.name} is saved`, color: 'success', iconType: 'check' });
            navigate(paths.connectors);
          }}
        />
      )}
    </>
  );
}
