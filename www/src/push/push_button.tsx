import { EuiButton, EuiSpacer, EuiText } from '@elastic/eui';
import type { PushStatus, StoredConnector } from 'case-connectors';

export function PushButton(props: { connector: StoredConnector; status: PushStatus | null; onPush: () => void }) {
  const { connector, status } = props;
  const isUpToDate = status?.state === 'upToDate';
  const label =
    !status || status.state === 'neverPushed'
      ? `Push as ${connector.name} incident`
      : `Update ${connector.name} incident`;
  return (
    <>
      <EuiButton
        fill
        fullWidth
        iconType="push"
        isDisabled={!status || isUpToDate || connector.isMissingSecrets}
        aria-describedby={isUpToDate ? 'push-up-to-date' : undefined}
        onClick={props.onPush}
        css={{ '.euiButtonEmpty__content, .eui-textTruncate': { minWidth: 0 } }}
      >
        {label}
      </EuiButton>
      {isUpToDate && (
        <>
          <EuiSpacer size="s" />
          <EuiText size="s" id="push-up-to-date" textAlign="center">
            <p>
              <strong>{connector.name} incident is up to date</strong>
              <br />
              No update is required
            </p>
          </EuiText>
        </>
      )}
    </>
  );
}
