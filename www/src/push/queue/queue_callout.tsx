import { EuiCallOut, EuiLink, EuiSpacer } from '@elastic/eui';
import { linkTo, paths } from '../../shared/route';
import { count } from '../../shared/time';
import { openOf } from './queue';
import { useQueueState } from './queue_context';
import { useIsQueueLocked } from './queue_provider';

/** Above every other page, where the queue does not go on by itself, or some cases are not in it. */
export function QueueCallout() {
  const open = useQueueState(({ items }) => openOf(items).length);
  const isPaused = useQueueState((state) => state.isPaused);
  const isLocked = useIsQueueLocked();
  const refused = useQueueState((state) => state.refused.length);
  const isStill = open > 0 && (isPaused || isLocked);
  if (!isStill && refused === 0) return null;
  return (
    <section aria-label="Push queue">
      {refused > 0 && <Note title={`${count(refused, 'case')} could not be put into the queue`} isError />}
      {isStill && <Note title={`${count(open, 'case')} of the queue not pushed yet`} />}
    </section>
  );
}

function Note({ title, isError = false }: { title: string; isError?: boolean }) {
  return (
    <>
      <EuiCallOut title={title} color={isError ? 'danger' : 'warning'} iconType={isError ? 'error' : 'clock'} size="s">
        <ToQueue />
      </EuiCallOut>
      <EuiSpacer size="l" />
    </>
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
