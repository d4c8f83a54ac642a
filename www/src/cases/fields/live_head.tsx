import {
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLoadingSpinner,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import type { ConnectorFields } from 'case-connectors';
import type { ShownError } from '../../shared/error';
import { formatTime } from '../../shared/time';

/** How old the fields are, what could not be read of them, and the way to read them anew. */
export function LiveHead(props: {
  live: ConnectorFields | null;
  isReading: boolean;
  error: ShownError | null;
  onRefresh: () => void;
}) {
  const { live, isReading, error } = props;
  const age = live
    ? `Fields as of ${formatTime(live.readAt)}`
    : error
      ? 'The fields are not known'
      : 'Reading the fields';
  return (
    <>
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow>
          <EuiText size="xs" color="subdued" role="status">
            <p>{isReading ? 'Reading the fields' : age}</p>
          </EuiText>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          {isReading ? (
            <EuiLoadingSpinner size="m" aria-label="Reading the fields" />
          ) : (
            <EuiButtonEmpty size="xs" iconType="refresh" onClick={props.onRefresh}>
              Refresh the fields
            </EuiButtonEmpty>
          )}
        </EuiFlexItem>
      </EuiFlexGroup>
      {error && !isReading && (
        <>
          <EuiSpacer size="s" />
          <EuiCallOut
            title={live ? 'The fields could not be read anew' : 'The fields could not be read'}
            color="warning"
            iconType="warning"
            size="s"
            heading="h3"
            announceOnMount={false}
          >
            <p>
              {error.message} {error.remedy}
            </p>
            {!live && <p>The values can be typed as the system knows them.</p>}
          </EuiCallOut>
        </>
      )}
      {live?.notes.map(({ code, message }) => (
        <div key={code}>
          <EuiSpacer size="s" />
          <EuiCallOut title={message} color="warning" iconType="lock" size="s" heading="h3" announceOnMount={false} />
        </div>
      ))}
      <EuiSpacer size="m" />
    </>
  );
}
