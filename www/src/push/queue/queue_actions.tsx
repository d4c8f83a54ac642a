import { EuiButtonEmpty, EuiButtonIcon, EuiToolTip } from '@elastic/eui';
import type { QueuedPush } from 'case-connectors';
import { useState } from 'react';
import { ConfirmDialog } from '../../shared/confirm_dialog';
import { useOther, useProgress, usePushes } from '../push_context';
import { useQueue } from './queue_context';
import { CaseName } from '../../shared/visible';

/** What can be done with one case: stop it while it is under way, take it off before that, try it again after that. */
export function QueueActions({ item, isCard = false }: { item: QueuedPush; isCard?: boolean }) {
  const { abort } = usePushes();
  const { retry, discard } = useQueue();
  const [isAsking, setIsAsking] = useState(false);
  const isUnderWay = useProgress(item.caseId) !== null;
  const isElsewhere = useOther(item.caseId)?.state === 'running';
  const { title, result, state } = item;

  if (state === 'complete') return null;
  if (result !== null) {
    const again = () => void retry([item]);
    return <Action type="refresh" word="Try again" label={`Try ${title} again`} isCard={isCard} onClick={again} />;
  }
  if (isUnderWay || isElsewhere || state === 'running') {
    const stop = () => abort(item.caseId);
    const label = `Stop the push of ${title}`;
    return <Action type="stop" color="danger" word="Stop" label={label} isCard={isCard} onClick={stop} />;
  }
  return (
    <>
      <Action
        type="cross"
        word="Discard"
        label={`Discard ${title}`}
        isCard={isCard}
        onClick={() => setIsAsking(true)}
      />
      {isAsking && (
        <ConfirmDialog
          title="Take this case off the queue?"
          action="Discard it"
          failed="The case was not taken off"
          onConfirm={() => discard(item)}
          onClose={() => setIsAsking(false)}
        >
          <p css={{ overflowWrap: 'anywhere' }}>
            <CaseName title={title} /> is not pushed then. The case stays as it is, and you can push it later.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** A card has room for a word, and no place where an icon alone would be looked for. */
function Action(props: {
  type: string;
  word: string;
  label: string;
  isCard: boolean;
  color?: 'danger';
  onClick: () => void;
}) {
  const { type, label, onClick, color = 'primary' } = props;
  if (props.isCard) {
    return (
      <EuiButtonEmpty size="s" flush="left" iconType={type} color={color} aria-label={label} onClick={onClick}>
        {props.word}
      </EuiButtonEmpty>
    );
  }
  return (
    <EuiToolTip content={label} disableScreenReaderOutput>
      <EuiButtonIcon iconType={type} color={color} aria-label={label} onClick={onClick} />
    </EuiToolTip>
  );
}
