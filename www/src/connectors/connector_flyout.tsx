import {
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { BusyButton } from '../shared/busy_button';
import type { StoredConnector } from 'case-connectors';
import { useState } from 'react';
import { forgetDraft } from '../core/drafts';
import { LeaveDialog } from '../shared/leave_dialog';
import { useToast } from '../core/toasts';
import { connectorDraftKey } from './draft';
import { ConnectorForm } from './connector_form';
import { useConnectors } from '../core/stored_connectors';
import { TypeCards } from './type_cards';
import { useConnectorTypes } from '../core/connector_types';
import { useSettings } from './use_settings';

/** A new connector, or a stored one. */
export function ConnectorFlyout({ stored, onClose }: { stored: StoredConnector | null; onClose: () => void }) {
  const { settings, reload } = useConnectors();
  const { save } = useSettings();
  const toast = useToast();
  const titleId = useGeneratedHtmlId();
  const formId = useGeneratedHtmlId();
  const [isSaving, setIsSaving] = useState(false);
  const types = useConnectorTypes();
  const [typeId, setTypeId] = useState<string | null>(stored?.type ?? null);
  const [isDirty, setIsDirty] = useState(false);
  const discard = () => {
    if (typeId !== null) forgetDraft(connectorDraftKey(typeId, stored));
    onClose();
  };
  const [isLeaving, setIsLeaving] = useState(false);
  const type = types.find((type) => type.id === typeId);
  const leave = () => (isDirty ? setIsLeaving(true) : onClose());

  const saved = async (connector: StoredConnector) => {
    // The first one is the one to use, until a person says otherwise.
    const isFirst = !stored && settings.defaultConnectorId === null;
    if (isFirst) await save({ defaultConnectorId: connector.id }, true);
    else await reload();
    const text = isFirst ? 'Every case that names no other connector goes to it.' : undefined;
    toast({ title: `${connector.name} is saved`, text, color: 'success', iconType: 'check' });
    onClose();
  };
  return (
    <EuiFlyout aria-labelledby={titleId} onClose={leave} size="m" ownFocus>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2 id={titleId} css={{ overflowWrap: 'anywhere' }}>
            {stored ? `Update ${stored.name}` : 'Add new connector'}
          </h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {!stored && <TypeCards types={types} chosen={typeId} onChoose={setTypeId} />}
        {type && (
          <ConnectorForm
            key={type.id}
            type={type}
            stored={stored}
            formId={formId}
            onDirty={setIsDirty}
            onSaved={saved}
            onBusy={setIsSaving}
          />
        )}
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiFlexGroup gutterSize="s" responsive={false} justifyContent="spaceBetween">
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={leave}>Cancel</EuiButtonEmpty>
          </EuiFlexItem>
          {type && (
            <EuiFlexItem grow={false}>
              <BusyButton type="submit" form={formId} fill isLoading={isSaving}>
                Save
              </BusyButton>
            </EuiFlexItem>
          )}
        </EuiFlexGroup>
      </EuiFlyoutFooter>
      {isLeaving && <LeaveDialog onLeave={discard} onStay={() => setIsLeaving(false)} />}
    </EuiFlyout>
  );
}
