import {
  EuiBadge,
  EuiBadgeGroup,
  EuiCheckbox,
  EuiHealth,
  EuiLink,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { linkTo, paths } from '../../shared/route';
import { IncidentLink } from '../../shared/incident_link';
import { Visible } from '../../shared/visible';
import { formatTime } from '../../shared/time';
import { severityOf, statusOf } from '../labels';
import type { Row } from './row';
import { STATES } from './states';

const TAGS = 3;

export interface Selection {
  selected: ReadonlySet<string>;
  onSelect: (keys: string[], isSelected: boolean) => void;
}

/**
 * The columns of the list. Those of connector and incident fill in once the engine is there; those that no case fills
 * are left out.
 */
export function columnsOf(
  shown: Row[],
  props: Selection & { isReady: boolean; hasAssignees: boolean; hasCategory: boolean },
): EuiBasicTableColumn<Row>[] {
  const { selected, onSelect, isReady } = props;
  const marked = shown.filter(({ key }) => selected.has(key)).length;
  const waiting = (
    <span role="img" aria-label="Not known yet">
      …
    </span>
  );
  return [
    {
      name: (
        <EuiCheckbox
          id="select-page"
          aria-label="Select all cases of this page"
          checked={marked > 0 && marked === shown.length}
          indeterminate={marked > 0 && marked < shown.length}
          onChange={(event) =>
            onSelect(
              shown.map(({ key }) => key),
              event.target.checked,
            )
          }
        />
      ),
      width: '32px',
      mobileOptions: { header: false, width: '100%' },
      render: ({ key, view }: Row) => (
        <EuiCheckbox
          id={`select-${key}`}
          aria-label={`Select ${view.title}`}
          checked={selected.has(key)}
          onChange={(event) => onSelect([key], event.target.checked)}
        />
      ),
    },
    {
      name: 'Case',
      sortable: true,
      field: 'title',
      width: '32%',
      mobileOptions: { header: false, width: '100%' },
      render: (_: unknown, { key, view }: Row) => (
        <div css={{ minWidth: 0 }}>
          <div>
            <EuiLink {...linkTo(paths.case(key))} dir="auto" css={{ overflowWrap: 'anywhere' }}>
              <Visible text={view.title} />
            </EuiLink>
          </div>
          {view.tags.length > 0 && (
            <EuiBadgeGroup gutterSize="xs" css={{ marginTop: 4 }}>
              {view.tags.slice(0, TAGS).map((tag) => (
                <EuiBadge key={tag} color="hollow">
                  <bdi>{tag}</bdi>
                </EuiBadge>
              ))}
              {view.tags.length > TAGS && <EuiBadge color="hollow">+{view.tags.length - TAGS}</EuiBadge>}
            </EuiBadgeGroup>
          )}
        </div>
      ),
    },
    {
      name: 'Severity',
      field: 'severity',
      sortable: true,
      width: '100px',
      render: (_: unknown, { view }: Row) => {
        const { label, color } = severityOf(view.severity);
        return <EuiHealth color={color}>{label}</EuiHealth>;
      },
    },
    {
      name: 'Status',
      field: 'status',
      sortable: true,
      width: '110px',
      render: (_: unknown, { view }: Row) => {
        const { label, color } = statusOf(view.status);
        return <EuiBadge color={color}>{label}</EuiBadge>;
      },
    },
    ...(props.hasAssignees
      ? [{ name: 'Assignees', render: ({ view }: Row) => <bdi>{view.assignees.join(', ') || 'Nobody'}</bdi> }]
      : []),
    ...(props.hasCategory
      ? [
          {
            name: 'Category',
            field: 'category',
            sortable: true,
            render: (_: unknown, { view }: Row) => <bdi>{view.category ?? 'None'}</bdi>,
          },
        ]
      : []),
    {
      name: 'Comments',
      field: 'comments',
      sortable: true,
      width: '120px',
      mobileOptions: { show: false },
      render: (_: unknown, { view }: Row) => view.comments.length,
    },
    {
      name: 'Updated',
      field: 'updatedAt',
      sortable: true,
      width: '130px',
      render: (_: unknown, { view }: Row) => formatTime(view.updatedAt ?? view.createdAt ?? ''),
    },
    {
      name: 'Connector',
      render: ({ connector }: Row) => (isReady ? (connector ?? 'None') : waiting),
    },
    {
      name: 'Incident',
      width: '150px',
      render: ({ view, state, news }: Row) => (
        <EuiText size="s">
          {state ? <EuiBadge color={STATES[state].color}>{STATES[state].label}</EuiBadge> : waiting}
          {news !== null && (
            <div>
              <EuiBadge color="accent">{news}</EuiBadge>
            </div>
          )}
          {view.incident && (
            <div>
              <IncidentLink title={view.incident.title} url={view.incident.url} />
            </div>
          )}
        </EuiText>
      ),
    },
  ];
}
