import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import type { QueuedPush } from 'case-connectors';
import { useState, type ReactNode } from 'react';
import { ConfirmDialog } from '../../shared/confirm_dialog';
import { count } from '../../shared/time';
import { useQueue } from './queue_context';
import type { Counts } from './filters';

/** What can be done with the whole queue. */
export function QueueBar(props: { items: readonly QueuedPush[]; counts: Counts; ended: number; isGoing: boolean }) {
  const { items, counts, ended, isGoing } = props;
  const queue = useQueue();
  const [isAsking, setIsAsking] = useState(false);
  const retry = () => void queue.retry(items.filter(({ result, state }) => result !== null && state !== 'complete'));
  return (
    <EuiFlexGroup gutterSize="s" wrap responsive={false} alignItems="center">
      {isGoing && (
        <Item>
          <EuiButton color="danger" iconType="stop" onClick={() => void queue.stop()}>
            Stop the queue
          </EuiButton>
        </Item>
      )}
      {counts.open > 0 && !isGoing && (
        <Item>
          <EuiButton fill iconType="play" onClick={() => void queue.goOn()}>
            Go on
          </EuiButton>
        </Item>
      )}
      {counts.open === 0 && counts.stopped > 0 && (
        <Item>
          <EuiButton fill iconType="refresh" onClick={retry}>
            Try {count(counts.stopped, 'case')} again
          </EuiButton>
        </Item>
      )}
      {counts.open > 0 && (
        <Item>
          <EuiButtonEmpty color="danger" iconType="trash" onClick={() => setIsAsking(true)}>
            Discard what is to do
          </EuiButtonEmpty>
        </Item>
      )}
      {ended > 0 && (
        <Item>
          <EuiButtonEmpty iconType="cross" onClick={() => void queue.clear()}>
            Clear the results
          </EuiButtonEmpty>
        </Item>
      )}
      {isAsking && (
        <ConfirmDialog
          title={`Take ${count(counts.open, 'case')} off the queue?`}
          action="Discard"
          failed="The queue was not emptied"
          onConfirm={queue.discardAll}
          onClose={() => setIsAsking(false)}
        >
          <p>
            What is under way is stopped before. What was sent stays sent, and is found when you push a case again; the
            cases stay as they are.
          </p>
        </ConfirmDialog>
      )}
    </EuiFlexGroup>
  );
}

const Item = ({ children }: { children: ReactNode }) => <EuiFlexItem grow={false}>{children}</EuiFlexItem>;
