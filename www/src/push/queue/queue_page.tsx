import {
  EuiButton,
  EuiEmptyPrompt,
  EuiFilterButton,
  EuiFilterGroup,
  EuiProgress,
  EuiScreenReaderOnly,
  EuiSkeletonText,
  EuiSpacer,
} from '@elastic/eui';
import type { QueuedPush } from 'case-connectors';
import { useMemo, useState } from 'react';
import { linkTo, paths } from '../../shared/route';
import { PageHeading } from '../../shared/page_heading';
import { count } from '../../shared/time';
import { useAnnounced } from '../progress';
import { type Counts, type Filter, FILTERS } from './filters';
import { QueueBar } from './queue_bar';
import { useQueueState } from './queue_context';
import { QueueNotes } from './queue_notes';
import { useIsQueueLocked } from './queue_provider';
import { QueueTable } from './queue_table';
import { remainingIn, remainingMs } from './remaining';

/** The cases that are pushed one after the other, each with its result. */
export function QueuePage() {
  const [filter, setFilter] = useState<Filter>('all');
  const { items, isLoading, isPaused, refused } = useQueueState((state) => state);
  const isLocked = useIsQueueLocked();
  const counts = Object.fromEntries(
    Object.entries(FILTERS).map(([name, { takes }]) => [name, items.filter(takes).length]),
  ) as Counts;
  const shown = useMemo(() => items.filter(FILTERS[filter].takes), [items, filter]);
  const ended = items.length - counts.open;
  const isGoing = counts.open > 0 && !isPaused && !isLocked;

  return (
    <>
      <PageHeading title="Push queue">
        <p>
          Cases that are pushed together. Each goes to the connector that it was put in with, and each has a result of
          its own.
        </p>
      </PageHeading>
      {isLoading ? (
        <EuiSkeletonText lines={6} isLoading contentAriaLabel="the queue" />
      ) : (
        <>
          {items.length > 0 && <Whole items={items} counts={counts} isGoing={isGoing} />}
          <QueueNotes isPaused={isPaused && counts.open > 0} />
          {items.length === 0 ? (
            refused.length === 0 && <Nothing />
          ) : (
            <>
              <QueueBar items={items} counts={counts} ended={ended} isGoing={isGoing} />
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
      )}
    </>
  );
}

/** How far the whole is, and how long the rest will take. */
function Whole({ items, counts, isGoing }: { items: readonly QueuedPush[]; counts: Counts; isGoing: boolean }) {
  const ended = items.length - counts.open;
  const left = isGoing ? remainingMs(items) : null;
  const text = sentence(counts, isGoing);
  return (
    <>
      <EuiProgress
        aria-label="Pushed cases"
        size="m"
        color={counts.open > 0 ? 'primary' : counts.stopped > 0 ? 'warning' : 'success'}
        label={left === null ? text : `${text}, ${remainingIn(left)}`}
        valueText={`${ended} of ${items.length}`}
        value={ended}
        max={items.length}
      />
      <Announced text={text} />
      <EuiSpacer size="m" />
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

function sentence(counts: Counts, isGoing: boolean): string {
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
