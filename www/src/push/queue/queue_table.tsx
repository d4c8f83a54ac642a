import { EuiBadge, EuiLink, EuiProgress, EuiText, type Criteria, type EuiBasicTableColumn } from '@elastic/eui';
import type { QueuedPush } from 'case-connectors';
import { AdaptiveTable } from '../../shared/adaptive_table';
import { memo, useState } from 'react';
import { useCases } from '../../cases/cases';
import { useConnectorLabels } from '../../core/use_connector_labels';
import { linkTo, paths } from '../../shared/route';
import { Code } from '../../shared/code';
import { IncidentLink } from '../../shared/incident_link';
import { count, formatWait } from '../../shared/time';
import { pushName } from '../push_name';
import { useOther, useProgress } from '../push_context';
import { QueueActions } from './queue_actions';
import { CaseName } from '../../shared/visible';
import { useWithAuthors } from '../../cases/use_with_authors';

const SIZES = [25, 50, 100];

interface Props {
  items: readonly QueuedPush[];
  isGoing: boolean;
}

/** It is drawn anew when a case has ended; what is under way draws itself. */
export const QueueTable = memo(function QueueTable({ items, isGoing }: Props) {
  const [page, setPage] = useState({ index: 0, size: 25 });
  const last = Math.max(0, Math.ceil(items.length / page.size) - 1);
  const index = Math.min(page.index, last);

  const turn = ({ page }: Criteria<QueuedPush>) => page && setPage(page);

  const columns: EuiBasicTableColumn<QueuedPush>[] = [
    {
      name: 'Case',
      width: '32%',
      render: (item: QueuedPush) => <CaseLink item={item} />,
      mobileOptions: { width: '100%' },
    },
    {
      name: 'Connector',
      width: '16%',
      render: (item: QueuedPush) => <ConnectorName item={item} />,
    },
    {
      name: 'Result',
      render: (item: QueuedPush) =>
        item.result ? <Ended state={item.state} result={item.result} /> : <Open item={item} isGoing={isGoing} />,
      mobileOptions: { width: '100%' },
    },
    {
      name: 'Incident',
      width: '125px',
      render: ({ result }: QueuedPush) => (result?.incident ? <IncidentLink {...result.incident} /> : '-'),
    },
    {
      name: 'Actions',
      width: '70px',
      align: 'right',
      render: (item: QueuedPush) => <QueueActions item={item} />,
      mobileOptions: {
        header: false,
        width: '100%',
        align: 'left',
        render: (item: QueuedPush) => <QueueActions item={item} isCard />,
      },
    },
  ];
  return (
    <AdaptiveTable
      breakpoint="m"
      tableCaption="Cases of the queue"
      rowHeader="Case"
      tableLayout="auto"
      items={items.slice(index * page.size, (index + 1) * page.size)}
      itemId={pushName}
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

function CaseLink({ item: { caseId, title } }: { item: QueuedPush }) {
  const { keyOf } = useCases();
  const key = keyOf(caseId);
  const css = { overflowWrap: 'anywhere', textAlign: 'start' } as const;
  return key === null ? (
    <span css={css}>
      <CaseName title={title} />
    </span>
  ) : (
    <EuiLink css={css} {...linkTo(paths.case(key))}>
      <CaseName title={title} />
    </EuiLink>
  );
}

/** The connector that it goes to. A Kibana's is stored there alone, and the case says its name. */
function ConnectorName({ item: { caseId, connectorId, connectorName } }: { item: QueuedPush }) {
  const { keyOf, caseOf } = useCases();
  const label = useConnectorLabels().get(connectorId);
  const named = caseOf(keyOf(caseId) ?? '')?.view.connector;
  const name = label ?? connectorName ?? (named?.id === connectorId ? named.name : 'A deleted connector');
  return <span css={{ overflowWrap: 'anywhere' }}>{name}</span>;
}

/** One that is waiting, or under way in this tab or another one: in which step, how far, and how long it waits. */
function Open({ item, isGoing }: { item: QueuedPush; isGoing: boolean }) {
  const here = useProgress(item.caseId);
  const other = useOther(item.caseId);
  const progress = here ?? (other?.state === 'running' ? other : null);
  const named = useWithAuthors(item.caseId);
  if (!progress) {
    if (item.state === 'running') return <EuiBadge color="hollow">Under way</EuiBadge>;
    return <EuiBadge color="hollow">{isGoing ? 'Waiting' : 'Stopped'}</EuiBadge>;
  }
  return (
    <div css={{ width: '100%', maxWidth: 260 }}>
      <EuiProgress
        aria-label={`Push of ${item.title}`}
        size="s"
        label={named(progress.label || 'Getting ready')}
        {...(progress.total > 0 ? { value: progress.done, max: progress.total } : { role: 'progressbar' })}
      />
      {progress.waitMs !== null && (
        <EuiText size="xs" color="subdued">
          <p>It goes on in {formatWait(progress.waitMs)}.</p>
        </EuiText>
      )}
    </div>
  );
}

const ENDS = {
  complete: { color: 'success', text: 'Complete' },
  failed: { color: 'danger', text: 'Failed' },
  unknown: { color: 'warning', text: 'Unknown' },
} as const;

function Ended({ state, result }: { state: QueuedPush['state']; result: NonNullable<QueuedPush['result']> }) {
  const { comments, warnings, error } = result;
  const { color, text } = state === 'complete' || state === 'unknown' ? ENDS[state] : ENDS.failed;
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
