import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import type { ReactNode } from 'react';
import { ErrorCallout } from '../../shared/error_callout';
import { count } from '../../shared/time';
import { OfflineNote } from '../offline';
import { useQueue, useQueueState } from './queue_context';
import { useQueueWaitsFor } from './queue_provider';
import { CaseName } from '../../shared/visible';

/** Why the queue does not go on, and what could not be put in. */
export function QueueNotes({ isPaused }: { isPaused: boolean }) {
  const { passphrase, secretsOf } = useQueueWaitsFor();
  const error = useQueueState((state) => state.error);
  return (
    <>
      <OfflineNote />
      {error && (
        <Note>
          <ErrorCallout title="The queue could not go on" error={error} />
        </Note>
      )}
      {passphrase ? (
        <Note>
          <EuiCallOut title="The queue waits for the passphrase" color="warning" iconType="lock" size="s">
            <p>The secrets are locked. Nothing is lost: go on, and unlock them.</p>
          </EuiCallOut>
        </Note>
      ) : (
        secretsOf.length > 0 && (
          <Note>
            <EuiCallOut title="The queue waits for a secret" color="warning" iconType="lock" size="s">
              <p css={{ overflowWrap: 'anywhere' }}>
                Secrets that are kept in memory are gone after a reload. That of {secretsOf.join(', ')} is missing.
                Nothing is lost: go on and enter it.
              </p>
            </EuiCallOut>
          </Note>
        )
      )}
      {isPaused && !error && (
        <Note>
          <EuiCallOut title="The queue is stopped" color="warning" iconType="pause" size="s">
            <p>
              It was stopped, in this tab or another one. Go on, or discard what is still to do. Nothing is sent twice.
            </p>
          </EuiCallOut>
        </Note>
      )}
      <NotPutIn />
    </>
  );
}

function NotPutIn() {
  const refused = useQueueState((state) => state.refused);
  const { dismissRefused } = useQueue();
  if (refused.length === 0) return null;
  return (
    <Note>
      <EuiCallOut
        title={`${count(refused.length, 'case')} could not be put into the queue`}
        color="danger"
        iconType="error"
        size="s"
        onDismiss={dismissRefused}
      >
        <ul css={{ overflowWrap: 'anywhere' }}>
          {refused.map(({ title, error }, at) => (
            <li key={at}>
              <strong>
                <CaseName title={title} />
              </strong>
              : {error.message} {error.remedy}
            </li>
          ))}
        </ul>
      </EuiCallOut>
    </Note>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <EuiSpacer size="m" />
    </>
  );
}
