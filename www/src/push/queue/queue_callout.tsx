import { EuiCallOut, EuiLink, EuiSpacer } from '@elastic/eui';
import { linkTo, paths } from '../../shared/route';
import { count } from '../../shared/time';
import { openOf } from './queue';
import { useQueueState } from './queue_context';
import { useIsQueueLocked } from './queue_provider';

/** Above every other page, where the queue does not go on by itself. */
export function QueueCallout() {
  const open = useQueueState(({ items }) => openOf(items).length);
  const isPaused = useQueueState((state) => state.isPaused);
  const isLocked = useIsQueueLocked();
  if (open === 0 || (!isPaused && !isLocked)) return null;
  return (
    <section aria-label="Push queue">
      <EuiCallOut
        title={`${count(open, 'case')} of the queue not pushed yet`}
        color="warning"
        iconType="clock"
        size="s"
      >
        <ToQueue />
      </EuiCallOut>
      <EuiSpacer size="l" />
    </section>
  );
}

/** In place of the push button of a case whose turn has not come. */
export function QueuedHere() {
  return (
    <EuiCallOut title="This case waits in the queue" iconType="clock" size="s" heading="h3">
      <ToQueue />
    </EuiCallOut>
  );
}

function ToQueue() {
  return <EuiLink {...linkTo(paths.queue)}>Open the queue</EuiLink>;
}
