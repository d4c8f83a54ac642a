import { EuiButtonIcon, EuiToolTip } from '@elastic/eui';
import type { QueuedPush } from 'case-connectors';
import { useState } from 'react';
import { ConfirmDialog } from '../../shared/confirm_dialog';
import { useOther, useProgress, usePushes } from '../push_context';
import { useQueue } from './queue_context';

/** What can be done with one case: stop it while it is under way, take it off before that, try it again after that. */
export function QueueActions({ item }: { item: QueuedPush }) {
  const { abort } = usePushes();
  const { retry, discard } = useQueue();
  const [isAsking, setIsAsking] = useState(false);
  const isUnderWay = useProgress(item.caseId) !== null;
  const isElsewhere = useOther(item.caseId)?.state === 'running';
  const { title, result, state } = item;

  if (state === 'complete') return null;
  if (result !== null) return <Icon type="refresh" label={`Try ${title} again`} onClick={() => void retry([item])} />;
  if (isUnderWay || isElsewhere || state === 'running') {
    return <Icon type="stop" color="danger" label={`Stop the push of ${title}`} onClick={() => abort(item.caseId)} />;
  }
  return (
    <>
      <Icon type="cross" label={`Discard ${title}`} onClick={() => setIsAsking(true)} />
      {isAsking && (
        <ConfirmDialog
          title="Take this case off the queue?"
          action="Discard it"
          failed="The case was not taken off"
          onConfirm={() => discard(item)}
          onClose={() => setIsAsking(false)}
        >
          <p css={{ overflowWrap: 'anywhere' }}>
            {title} is not pushed then. The case stays as it is, and you can push it later.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Icon(props: { type: string; label: string; color?: 'danger'; onClick: () => void }) {
  return (
    <EuiToolTip content={props.label} disableScreenReaderOutput>
      <EuiButtonIcon
        iconType={props.type}
        color={props.color ?? 'primary'}
        aria-label={props.label}
        onClick={props.onClick}
      />
    </EuiToolTip>
  );
}
