import { EuiButton, EuiIcon, EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import type { ImportResult } from 'case-connectors';
import { useGate } from '../vault/gate';
import { useConnectors } from '../core/stored_connectors';

/** What became of each connector of an import, and which secrets are to be entered. */
export function TransferReport({ result }: { result: ImportResult }) {
  const { euiTheme } = useEuiTheme();
  const { connectors } = useConnectors();
  const { enterSecret } = useGate();
  const missing = result.missingSecrets.filter(({ connectorId }) =>
    connectors.some(({ id, isMissingSecrets }) => id === connectorId && isMissingSecrets),
  );
  return (
    <div role="status">
      <ul aria-label="Imported connectors">
        {result.results.map((it, at) => (
          <li key={at} css={{ display: 'flex', gap: euiTheme.size.s, marginBottom: euiTheme.size.s }}>
            <EuiIcon
              type={it.saved ? 'checkCircleFill' : 'errorFill'}
              color={it.saved ? 'success' : 'danger'}
              aria-hidden
              css={{ marginTop: 2, flexShrink: 0 }}
            />
            <EuiText size="s" css={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <p>
                <strong>{it.name}</strong>: {it.saved ? 'imported' : `${it.error.message} ${it.error.remedy}`}
              </p>
            </EuiText>
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <>
          <EuiSpacer size="s" />
          <EuiText size="s">
            <p>These need their secrets:</p>
          </EuiText>
          <EuiSpacer size="s" />
          <ul aria-label="Missing secrets">
            {missing.map(({ connectorId, name }) => (
              <li key={connectorId} css={{ marginBottom: euiTheme.size.s }}>
                <EuiButton
                  size="s"
                  iconType="key"
                  css={{ maxInlineSize: '100%' }}
                  onClick={() => void enterSecret(connectorId)}
                >
                  Enter the secret of {name}
                </EuiButton>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
