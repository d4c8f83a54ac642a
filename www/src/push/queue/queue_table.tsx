import {
  EuiBadge,
  EuiBasicTable,
  EuiLink,
  EuiProgress,
  EuiText,
  type Criteria,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { memo, useState } from 'react';
import { linkTo, paths } from '../../shared/route';
import { useCases } from '../../cases/cases';
import { useConnectors } from '../../core/stored_connectors';
import { Code } from '../../shared/code';
import { IncidentLink } from '../../shared/incident_link';
import { count } from '../../shared/time';
import { useProgress } from '../push_context';
import type { Queued, Result } from './queued';

const SIZES = [25, 50, 100];

/** It is drawn anew when a case has ended; what is under way draws itself. */
export const QueueTable = memo(function QueueTable({ items, isGoing }: { items: readonly Queued[]; isGoing: boolean }) {
  const { files } = useCases();
  const { connectors } = useConnectors();
  const [page, setPage] = useState({ index: 0, size: 25 });
  const last = Math.max(0, Math.ceil(items.length / page.size) - 1);
  const index = Math.min(page.index, last);

  const turn = ({ page }: Criteria<Queued>) => page && setPage(page);

  const columns: EuiBasicTableColumn<Queued>[] = [
    {
      name: 'Case',
      width: '35%',
      render: ({ key, title }: Queued) =>
        key in files ? (
          <EuiLink css={{ overflowWrap: 'anywhere', textAlign: 'start' }} {...linkTo(paths.case(key))}>
            {title}
          </EuiLink>
        ) : (
          title
        ),
      mobileOptions: { width: '100%' },
    },
    {
      name: 'Connector',
      width: '18%',
      render: ({ connectorId }: Queued) => connectors.find(({ id }) => id === connectorId)?.name ?? 'None',
    },
    {
      name: 'Result',
      render: (item: Queued) => (item.result ? <Ended result={item.result} /> : <Open item={item} isGoing={isGoing} />),
      mobileOptions: { width: '100%' },
    },
    {
      name: 'Incident',
      width: '15%',
      render: ({ result }: Queued) => (result?.incident ? <IncidentLink {...result.incident} /> : '-'),
    },
  ];
  return (
    <EuiBasicTable
      tableCaption="Cases of the queue"
      rowHeader="Case"
      tableLayout="auto"
      items={items.slice(index * page.size, (index + 1) * page.size)}
      itemId="key"
      columns={columns}
      noItemsMessage="No case here."
      pagination={{
        pageIndex: index,
        pageSize: page.size,
        totalItemCount: items.length,
        pageSizeOptions: SIZES,
      }}
      onChange={turn}
    />
  );
});

/** One that is waiting, or under way: in which step, and how far. */
function Open({ item, isGoing }: { item: Queued; isGoing: boolean }) {
  const progress = useProgress(item.caseId);
  if (!progress) return <EuiBadge color="hollow">{isGoing ? 'Waiting' : 'Stopped'}</EuiBadge>;
  return (
    <div css={{ width: '100%', maxWidth: 260 }}>
      <EuiProgress
        aria-label={`Push of ${item.title}`}
        size="s"
        label={progress.label || 'Getting ready'}
        {...(progress.total > 0 ? { value: progress.done, max: progress.total } : { role: 'progressbar' })}
      />
    </div>
  );
}

const ENDS = {
  complete: { color: 'success', text: 'Complete' },
  failed: { color: 'danger', text: 'Failed' },
  unknown: { color: 'warning', text: 'Unknown' },
} as const;

function Ended({ result: { state, comments, warnings = 0, error } }: { result: Result }) {
  const { color, text } = ENDS[state];
  return (
    <div>
      <EuiBadge color={color}>{text}</EuiBadge>{' '}
      {!error && <span>{comments === 0 ? 'No comments sent' : `${count(comments, 'comment')} sent`}</span>}
      {warnings > 0 && <span>, {count(warnings, 'warning')} in the history</span>}
      {error && (
        <EuiText size="xs" css={{ overflowWrap: 'anywhere' }}>
          <p>
            <strong>{error.message}</strong>
          </p>
          <p>
            {error.remedy} <Code>{error.code}</Code>
          </p>
        </EuiText>
      )}
    </div>
  );
}
