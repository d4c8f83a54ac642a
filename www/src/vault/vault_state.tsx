import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiIcon, EuiPanel, EuiText } from '@elastic/eui';
import type { Vault } from 'case-connectors';
import { useEngine } from '../core/engine';
import { useConnectors } from '../core/stored_connectors';
import { count } from '../shared/time';
import { useGate } from './gate';
import { shortOf } from './levels';

/** How it stands now, with the lock. */
export function VaultState() {
  const { connectors: store } = useEngine();
  const { vault, reload } = useConnectors();
  const gate = useGate();
  const lock = async () => {
    store.lock();
    await reload();
  };
  return (
    <EuiPanel hasBorder hasShadow={false}>
      <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiIcon
            type={vault.locked ? 'lock' : vault.level === 'memory' ? 'processor' : 'lockOpen'}
            size="l"
            aria-hidden
          />
        </EuiFlexItem>
        <EuiFlexItem css={{ minWidth: 180 }}>
          <EuiText size="s">
            <p role="status">
              <strong>{headline(vault)}</strong>
              <br />
              {vault.level === 'memory' ? shortOf(vault) : sealed(vault)}
            </p>
          </EuiText>
        </EuiFlexItem>
        {vault.level === 'passphrase' && (
          <EuiFlexItem grow={false}>
            {vault.locked ? (
              <EuiButton fill iconType="lockOpen" onClick={() => void gate.unlock()}>
                Unlock
              </EuiButton>
            ) : (
              <EuiButton iconType="lock" onClick={() => void lock()}>
                Lock now
              </EuiButton>
            )}
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
    </EuiPanel>
  );
}

function headline({ level, locked }: Vault): string {
  if (level === 'memory') return 'Nothing is stored';
  if (level === 'device') return 'Sealed on this device';
  return locked ? 'Locked' : 'Unlocked';
}

function sealed({ sealed }: Vault): string {
  return sealed === 0 ? 'No connector has a sealed secret yet.' : `${count(sealed, 'connector')} with sealed secrets.`;
}
