import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import type { InterruptedPush } from 'case-connectors';
import { useState } from 'react';
import { navigate, paths } from '../shared/route';
import { useCases } from '../cases/cases';
import { useConnectorLabels } from '../core/use_connector_labels';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { ErrorCallout } from '../shared/error_callout';
import { formatTime } from '../shared/time';
import { useInterrupted } from './interrupted';
import { RunProgress } from './progress';
import { canFinish } from './offered';
import { usePushes, useRun } from './push_context';
import { CaseName } from '../shared/visible';

/** One push that did not complete, with the ways out. */
export function InterruptedItem(props: { interrupted: InterruptedPush; isOnCasePage: boolean }) {
  const { interrupted } = props;
  const { caseId, title, startedAt } = interrupted;
  const { resume } = usePushes();
  const run = useRun(caseId);
  const label = useConnectorLabels().get(interrupted.connectorId) ?? interrupted.connectorName;
  const { dismiss } = useInterrupted();
  const { keyOf } = useCases();
  const [isAsking, setIsAsking] = useState(false);
  const key = props.isOnCasePage ? null : keyOf(caseId);

  return (
    <>
      <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
        <p>
          {!props.isOnCasePage && (
            <strong>
              <CaseName title={title} />:{' '}
            </strong>
          )}
          {sentence(interrupted, label)} It was begun on {formatTime(startedAt)}.
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      {run?.state === 'running' ? (
        <RunProgress caseId={caseId} isStopping={run.isStopping} />
      ) : (
        <>
          {run?.state === 'refused' && !props.isOnCasePage && (
            <>
              <ErrorCallout title="The push could not go on" error={run.error} />
              <EuiSpacer size="s" />
            </>
          )}
          <EuiFlexGroup gutterSize="s" responsive={false} wrap alignItems="center">
            {canFinish(interrupted) && (
              <EuiFlexItem grow={false}>
                <EuiButton
                  size="s"
                  fill
                  color="warning"
                  aria-label={`Finish the push of ${title}`}
                  onClick={() => void resume(interrupted)}
                >
                  Finish
                </EuiButton>
              </EuiFlexItem>
            )}
            {key !== null && (
              <EuiFlexItem grow={false}>
                <EuiButtonEmpty
                  size="s"
                  color="warning"
                  aria-label={`Open the case ${title}`}
                  onClick={() => navigate(paths.case(key))}
                >
                  Open the case
                </EuiButtonEmpty>
              </EuiFlexItem>
            )}
            <EuiFlexItem grow={false}>
              <EuiButtonEmpty
                size="s"
                color="warning"
                aria-label={`Dismiss the push of ${title}`}
                onClick={() => setIsAsking(true)}
              >
                Dismiss
              </EuiButtonEmpty>
            </EuiFlexItem>
          </EuiFlexGroup>
        </>
      )}
      {isAsking && (
        <ConfirmDialog
          title="Dismiss this push?"
          action="Dismiss it"
          failed="The push was not dismissed"
          onConfirm={() => dismiss(interrupted)}
          onClose={() => setIsAsking(false)}
        >
          <p>
            It is no longer offered here, and the incident may stay incomplete. What was sent is remembered: when you
            push the case again, nothing is sent twice.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function sentence({ state, error }: InterruptedPush, connector: string | null): string {
  if (connector === null) return 'Its push did not complete, and its connector was deleted.';
  switch (state) {
    case 'interrupted':
      return `The push to ${connector} was interrupted; its tab was closed or reloaded.`;
    case 'queued':
      return `The push to ${connector} waits for its turn; its tab was closed or reloaded.`;
    case 'failed':
      return `The push to ${connector} stopped. ${error ? `${error.message} ${error.remedy}` : ''}`;
    case 'unknown':
      return `It is not known whether the last request of the push to ${connector} was carried out.`;
  }
}
