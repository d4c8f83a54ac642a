import { EuiButton, EuiPanel, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { useEngine } from '../core/engine';
import { useToast } from '../core/toasts';
import { useConnectors } from '../core/stored_connectors';
import { ConfirmDialog } from '../shared/confirm_dialog';

export function Wipe() {
  const { connectors: store } = useEngine();
  const { reload } = useConnectors();
  const toast = useToast();
  const [isAsking, setIsAsking] = useState(false);
  const wipe = async () => {
    await store.wipe();
    await reload();
    toast({ title: 'All secrets are deleted', color: 'success', iconType: 'check' });
  };
  return (
    <EuiPanel hasBorder hasShadow={false} css={{ maxWidth: 720 }}>
      <EuiText size="s">
        <p>
          Deletes all secrets and their key from this browser. The connectors stay, and ask for their secrets again,
          which are then kept in memory.
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      <EuiButton color="danger" iconType="trash" onClick={() => setIsAsking(true)}>
        Wipe all secrets
      </EuiButton>
      {isAsking && (
        <ConfirmDialog
          title="Wipe all secrets?"
          action="Wipe them"
          failed="The secrets were not wiped"
          onConfirm={wipe}
          onClose={() => setIsAsking(false)}
        >
          <p>Nobody can recover them. You enter each secret again before the next push.</p>
        </ConfirmDialog>
      )}
    </EuiPanel>
  );
}
