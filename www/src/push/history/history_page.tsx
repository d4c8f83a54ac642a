import {
  EuiButton,
  EuiButtonEmpty,
  EuiEmptyPrompt,
  EuiFieldSearch,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPagination,
  EuiSelect,
  EuiSkeletonText,
  EuiSpacer,
  EuiText,
  EuiTimeline,
  EuiTimelineItem,
} from '@elastic/eui';
import { useState } from 'react';
import { linkTo, paths } from '../../shared/route';
import { ConfirmDialog } from '../../shared/confirm_dialog';
import { PageHeading } from '../../shared/page_heading';
import { count } from '../../shared/time';
import { HarButton } from './har_button';
import { HistoryItem, STATES } from './history_item';
import { forgetHistory, useHistory, type PushRecord } from './records';

const PER_PAGE = 20;

/** Every push of this browser, the latest first. */
export function HistoryPage() {
  const records = useHistory();
  const [text, setText] = useState('');
  const [state, setState] = useState('');
  const [page, setPage] = useState(0);
  const [isAsking, setIsAsking] = useState(false);

  const shown = (records ?? []).filter((record) => (state === '' || record.state === state) && isNamed(record, text));
  const pages = Math.ceil(shown.length / PER_PAGE);
  const at = Math.min(page, Math.max(0, pages - 1));

  return (
    <>
      <PageHeading
        title="Push history"
        actions={
          records &&
          records.length > 0 && (
            <EuiFlexGroup gutterSize="s" responsive={false} wrap>
              <EuiFlexItem grow={false}>
                <HarButton name="case-connectors" />
              </EuiFlexItem>
              <EuiFlexItem grow={false}>
                <EuiButtonEmpty size="s" color="danger" iconType="trash" onClick={() => setIsAsking(true)}>
                  Delete the history
                </EuiButtonEmpty>
              </EuiFlexItem>
            </EuiFlexGroup>
          )
        }
      >
        <p>Each push with what the system confirmed and the requests that were sent. It is kept in this browser.</p>
      </PageHeading>
      {records === null ? (
        <EuiSkeletonText lines={6} isLoading contentAriaLabel="the history" />
      ) : records.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <EuiFlexGroup gutterSize="s">
            <EuiFlexItem>
              <EuiFieldSearch
                fullWidth
                aria-label="Search the history"
                placeholder="Case, connector or incident"
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </EuiFlexItem>
            <EuiFlexItem grow={false}>
              <EuiSelect
                fullWidth
                aria-label="Result"
                value={state}
                options={[
                  { value: '', text: 'All results' },
                  ...Object.entries(STATES).map(([value, it]) => ({ value, text: it.text })),
                ]}
                onChange={(event) => setState(event.target.value)}
              />
            </EuiFlexItem>
          </EuiFlexGroup>
          <EuiSpacer size="m" />
          <EuiText size="xs" color="subdued">
            <p role="status">{count(shown.length, 'push', 'pushes')}</p>
          </EuiText>
          <EuiSpacer size="m" />
          <EuiTimeline aria-label="Pushes">
            {shown.slice(at * PER_PAGE, (at + 1) * PER_PAGE).map((record) => (
              <EuiTimelineItem
                key={record.id}
                verticalAlign="top"
                icon={STATES[record.state].icon}
                iconAriaLabel={STATES[record.state].text}
              >
                <HistoryItem record={record} />
              </EuiTimelineItem>
            ))}
          </EuiTimeline>
          {pages > 1 && (
            <>
              <EuiSpacer size="m" />
              <EuiPagination
                aria-label="Pages of the history"
                pageCount={pages}
                activePage={at}
                onPageClick={setPage}
              />
            </>
          )}
        </>
      )}
      {isAsking && (
        <ConfirmDialog
          title="Delete the history?"
          action="Delete it"
          failed="The history was not deleted"
          onConfirm={() => forgetHistory()}
          onClose={() => setIsAsking(false)}
        >
          <p>The list of pushes and the requests with their answers are deleted. What was pushed is not sent twice.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function isNamed({ title, connectorName, incident }: PushRecord, text: string): boolean {
  const sought = text.trim().toLowerCase();
  return [title, connectorName, incident?.title ?? ''].some((name) => name.toLowerCase().includes(sought));
}

function Nothing() {
  return (
    <EuiEmptyPrompt
      iconType="timeline"
      titleSize="s"
      title={<h2>Nothing was pushed yet</h2>}
      body={<p>Push a case, and it is listed here.</p>}
      actions={
        <EuiButton fill {...linkTo(paths.cases)}>
          Go to the cases
        </EuiButton>
      }
    />
  );
}
