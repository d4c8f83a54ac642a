import { EuiModal, EuiModalBody, EuiModalHeader, EuiModalHeaderTitle, useGeneratedHtmlId } from '@elastic/eui';
import { useEffect } from 'react';
import { useConnectorTypes } from '../core/connector_types';
import { SecretsForm } from './secrets_form';
import { useConnectors } from '../core/stored_connectors';

/** Asks for the secret of a connector. */
export function SecretDialog({ connectorId, onEnd }: { connectorId: string; onEnd: (isEntered: boolean) => void }) {
  const { connectors } = useConnectors();
  const types = useConnectorTypes();
  const titleId = useGeneratedHtmlId();
  const connector = connectors.find(({ id }) => id === connectorId);
  const type = types.find(({ id }) => id === connector?.type);
  useEffect(() => {
    // Another tab has deleted the connector.
    if (!connector || !type) onEnd(false);
  }, [connector, type, onEnd]);
  if (!connector || !type) return null;
  return (
    <EuiModal aria-labelledby={titleId} onClose={() => onEnd(false)} css={{ inlineSize: 480 }}>
      <EuiModalHeader>
        <EuiModalHeaderTitle id={titleId} css={{ overflowWrap: 'anywhere' }}>
          Enter the secret of {connector.name}
        </EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <SecretsForm connector={connector} type={type} autoFocus onTaken={() => onEnd(true)} />
      </EuiModalBody>
    </EuiModal>
  );
}
