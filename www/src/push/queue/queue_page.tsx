import {
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiEmptyPrompt,
  EuiFilterButton,
  EuiFilterGroup,
  EuiFlexGroup,
  EuiFlexItem,
  EuiProgress,
  EuiScreenReaderOnly,
  EuiSkeletonText,
  EuiSpacer,
} from '@elastic/eui';
import { useMemo, useState } from 'react';
import { linkTo, paths } from '../../shared/route';
import { ErrorCallout } from '../../shared/error_callout';
import { PageHeading } from '../../shared/page_heading';
import { count } from '../../shared/time';
import { useAnnounced } from '../progress';
import { QueueTable } from './queue_table';
import type { Queued } from './queued';
import { useQueue, useQueueState } from './queue_context';
import { useIsQueueLocked } from './queue_provider';

const FILTERS = {
  all: { label: 'All', takes: () => true },
  open: { label: 'To do', takes: ({ result }: Queued) => !result },
  stopped: { label: 'Not complete', takes: ({ result }: Queued) => result !== null && result.state !== 'complete' },
  complete: { label: 'Complete', takes: ({ result }: Queued) => result?.state === 'complete' },
};
type Filter = keyof typeof FILTERS;

/** The cases that are pushed one after the other, each with its result. */
export function QueuePage() {
  const queue = useQueue();
  const [filter, setFilter] = useState<Filter>('all');
  const { items, isLoading, isPaused, error } = useQueueState((state) => state);
  const isLocked = useIsQueueLocked();
  const counts = Object.fromEntries(
    Object.entries(FILTERS).map(([name, { takes }]) => [name, items.filter(takes).length]),
  ) as { [name in Filter]: number };
  const shown = useMemo(() => items.filter(FILTERS[filter].takes), [items, filter]);
  const ended = items.length - counts.open;
  const isGoing = counts.open > 0 && !isPaused && !isLocked;

  return (
    <>
      <PageHeading title="Push queue">
        <p>Cases that are pushed together. Each goes to its own connector, and each has a result of its own.</p>
      </PageHeading>
      {isLoading ? (
        <EuiSkeletonText lines={6} isLoading contentAriaLabel="the queue" />
      ) : items.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <EuiProgress
            aria-label="Pushed cases"
            size="m"
            color={counts.open > 0 ? 'primary' : counts.stopped > 0 ? 'warning' : 'success'}
            label={sentence(counts, isGoing)}
            valueText={`${ended} of ${items.length}`}
            value={ended}
            max={items.length}
          />
          <Announced text={sentence(counts, isGoing)} />
          <EuiSpacer size="m" />
          {error && (
            <>
              <ErrorCallout title="The queue could not go on" error={error} />
              <EuiSpacer size="m" />
            </>
          )}
          {isLocked && (
            <>
              <EuiCallOut title="The queue waits for a secret" color="warning" iconType="lock" size="s">
                <p>Secrets that are kept in memory are gone after a reload. Nothing is lost: go on and enter them.</p>
              </EuiCallOut>
              <EuiSpacer size="m" />
            </>
          )}
          <EuiFlexGroup gutterSize="s" wrap responsive={false} alignItems="center">
            {isGoing && (
              <EuiFlexItem grow={false}>
                <EuiButton color="danger" iconType="stop" onClick={() => void queue.stop()}>
                  Stop the queue
                </EuiButton>
              </EuiFlexItem>
            )}
            {counts.open > 0 && !isGoing && (
              <EuiFlexItem grow={false}>
                <EuiButton fill iconType="play" onClick={() => void queue.goOn()}>
                  Go on
                </EuiButton>
              </EuiFlexItem>
            )}
            {counts.open === 0 && counts.stopped > 0 && (
              <EuiFlexItem grow={false}>
                <EuiButton fill iconType="refresh" onClick={() => void queue.retry()}>
                  Try {count(counts.stopped, 'case')} again
                </EuiButton>
              </EuiFlexItem>
            )}
            {ended > 0 && (
              <EuiFlexItem grow={false}>
                <EuiButtonEmpty iconType="cross" onClick={() => void queue.clear()}>
                  Clear the results
                </EuiButtonEmpty>
              </EuiFlexItem>
            )}
          </EuiFlexGroup>
          <EuiSpacer size="m" />
          <EuiFilterGroup aria-label="Cases to show" role="group">
            {(Object.keys(FILTERS) as Filter[]).map((name) => (
              <EuiFilterButton
                key={name}
                isToggle
                isSelected={filter === name}
                hasActiveFilters={filter === name}
                onClick={() => setFilter(name)}
              >
                {FILTERS[name].label} ({counts[name]})
              </EuiFilterButton>
            ))}
          </EuiFilterGroup>
          <EuiSpacer size="s" />
          <QueueTable key={filter} items={shown} isGoing={isGoing} />
        </>
      )}
    </>
  );
}

function Announced({ text }: { text: string }) {
  const said = useAnnounced(text);
  return (
    <EuiScreenReaderOnly>
      <p role="status">{said}</p>
    </EuiScreenReaderOnly>
  );
}

function sentence(counts: { [name in Filter]: number }, isGoing: boolean): string {
  if (counts.open > 0) return `${count(counts.open, 'case')} to do${isGoing ? '' : ', stopped'}`;
  return counts.stopped > 0 ? `Done. ${count(counts.stopped, 'case')} not complete` : 'Done. Every case is complete';
}

function Nothing() {
  return (
    <EuiEmptyPrompt
      iconType="push"
      titleSize="s"
      title={<h2>The queue is empty</h2>}
      body={<p>Select several cases in the list, and push them together.</p>}
      actions={
        <EuiButton fill {...linkTo(paths.cases)}>
          Go to the cases
        </EuiButton>
      }
    />
  );
}
