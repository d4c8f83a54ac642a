import { EuiModal, EuiModalBody, EuiModalHeader, EuiModalHeaderTitle, useGeneratedHtmlId } from '@elastic/eui';
import { useEffect, useMemo } from 'react';
import { useEngine } from '../app/engine';
import { SecretsForm } from '../connectors/secrets_form';
import { useConnectors } from '../connectors/store';

/** Asks for the secret of a connector. */
export function SecretDialog({ connectorId, onEnd }: { connectorId: string; onEnd: (isEntered: boolean) => void }) {
  const { api } = useEngine();
  const { connectors } = useConnectors();
  const types = useMemo(() => api.connectorTypes(), [api]);
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
