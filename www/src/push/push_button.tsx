import { EuiButton, EuiButtonEmpty, EuiSpacer, EuiText } from '@elastic/eui';
import type { PushStatus, StoredConnector } from 'case-connectors';

/** As Kibana has it: the first push and the later ones are named apart. */
export function pushLabel({ name }: StoredConnector, status: PushStatus | null): string {
  return !status || status.state === 'neverPushed' ? `Push as ${name} incident` : `Update ${name} incident`;
}

export function PushButton(props: {
  connector: StoredConnector;
  status: PushStatus | null;
  /** The system would refuse it, as its fields were read last: a person may know better. */
  isHeld: boolean;
  onPush: () => void;
  onPreview: () => void;
}) {
  const { connector, status } = props;
  const isUpToDate = status?.state === 'upToDate';
  return (
    <>
      <EuiButton
        fill
        fullWidth
        iconType="push"
        isDisabled={!status || isUpToDate || connector.isMissingSecrets || props.isHeld}
        aria-describedby={isUpToDate ? 'push-up-to-date' : undefined}
        onClick={props.onPush}
        css={{ '.euiButtonEmpty__content, .eui-textTruncate': { minWidth: 0 } }}
      >
        {pushLabel(connector, status)}
      </EuiButton>
      {!isUpToDate && (
        <>
          <EuiSpacer size="s" />
          {props.isHeld && (
            <EuiButtonEmpty
              size="s"
              color="danger"
              isDisabled={!status || connector.isMissingSecrets}
              onClick={props.onPush}
            >
              Push anyway
            </EuiButtonEmpty>
          )}
          <EuiButtonEmpty size="s" iconType="inspect" isDisabled={!status} onClick={props.onPreview}>
            Preview the push
          </EuiButtonEmpty>
        </>
      )}
      {isUpToDate && (
        <>
          <EuiSpacer size="s" />
          <EuiText size="s" id="push-up-to-date" textAlign="center" css={{ overflowWrap: 'anywhere' }}>
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
