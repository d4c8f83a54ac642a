import { EuiButton, EuiButtonEmpty, EuiDescribedFormGroup, EuiSpacer, EuiText } from '@elastic/eui';
import { useState, type ReactNode } from 'react';
import { KeptConfigurations } from '../cases/configuration/kept_configurations';
import { useEngine } from '../core/engine';
import { hasMoved, linkTo, navigate, paths } from '../shared/route';
import { PageHeading } from '../shared/page_heading';
import { shortOf } from '../vault/levels';
import { CaseClosures } from './case_closures';
import { ConnectorFlyout } from './connector_flyout';
import { ConnectorItem } from './connector_item';
import { ConnectionTabs } from '../shared/connection_tabs';
import { LicenseNotice } from './license_notice';
import { MappingsSection } from './mappings/mappings_section';
import { useConnectors } from '../core/stored_connectors';
import { SystemSelect } from './system_select';
import { Transfer } from './transfer';
import { useConnectorTypes } from '../core/connector_types';

/** Security, Cases, Edit external connection. */
export function ConfigurePage({ isAdding }: { isAdding: boolean }) {
  const { keeps } = useEngine();
  const { connectors, settings, vault } = useConnectors();
  const types = useConnectorTypes();
  const [open, setOpen] = useState<'new' | { id: string } | null>(isAdding ? 'new' : null);
  const updated = open !== null && open !== 'new' ? connectors.find(({ id }) => id === open.id) : undefined;
  const close = () => {
    setOpen(null);
    if (!isAdding) return;
    // Whoever came from a case goes on with it.
    if (hasMoved()) history.back();
    else navigate(paths.configure);
  };
  const isUsable = types.some(({ available }) => available);

  return (
    <>
      <EuiButtonEmpty size="s" flush="left" iconType="chevronSingleLeft" {...linkTo(paths.cases)}>
        Back to the cases
      </EuiButtonEmpty>
      <EuiSpacer size="s" />
      <PageHeading title="Edit external connection" />
      <ConnectionTabs selected="configure" />
      <LicenseNotice />
      <Part
        title="External incident management system"
        about="Which system cases go to. Every case that names no other connector uses the one that is selected here."
      >
        <SystemSelect onAdd={() => setOpen('new')} />
        <EuiSpacer size="m" />
        <EuiButton size="s" iconType="plusCircle" isDisabled={!isUsable} onClick={() => setOpen('new')}>
          Add new connector
        </EuiButton>
      </Part>
      <Part
        title="Connectors"
        about={
          keeps
            ? `Connectors are stored in this browser. ${shortOf(vault)}`
            : 'This browser gives the page no storage: connectors are gone after a reload.'
        }
      >
        {connectors.length === 0 ? (
          <EuiText size="s" color="subdued">
            <p>No connectors yet.</p>
          </EuiText>
        ) : (
          <ul aria-label="Connectors">
            {connectors.map((connector) => (
              <ConnectorItem
                key={connector.id}
                connector={connector}
                type={types.find(({ id }) => id === connector.type)}
                isDefault={settings.defaultConnectorId === connector.id}
                onUpdate={() => setOpen({ id: connector.id })}
              />
            ))}
          </ul>
        )}
      </Part>
      <Part title="Case closures" about="What becomes of a case once everything has arrived in the external system.">
        <CaseClosures />
      </Part>
      <Part
        title="Field mappings"
        about="Which field of the system each part of a case becomes, and what an update does to it."
      >
        <MappingsSection />
      </Part>
      <Part
        title="Case configuration"
        about="Custom fields and templates, as Kibana has them. They are kept in this browser; cases keep their values without them."
      >
        <KeptConfigurations />
      </Part>
      <Part
        title="Export and import"
        about="Takes connectors to another browser. Secrets never go along: they are entered again after an import."
      >
        <Transfer />
      </Part>
      {open === 'new' && <ConnectorFlyout stored={null} onClose={close} />}
      {updated && <ConnectorFlyout key={updated.id} stored={updated} onClose={close} />}
    </>
  );
}

function Part({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <EuiDescribedFormGroup fullWidth title={<h2>{title}</h2>} titleSize="xs" description={about}>
      <div css={{ minWidth: 0 }}>{children}</div>
    </EuiDescribedFormGroup>
  );
}
