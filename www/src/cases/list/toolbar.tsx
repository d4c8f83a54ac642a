import { EuiFieldSearch, EuiFilterGroup, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { memo, useMemo } from 'react';
import { SEVERITIES, STATUSES } from '../labels';
import { NEWS, valuesOf, type Criteria, type FilterName } from './criteria';
import { Filter } from './filter';
import type { Row } from './row';
import { STATES } from './states';

const SHOWN: { name: FilterName; label: string; labels: { [value: string]: { label: string } } }[] = [
  { name: 'status', label: 'Status', labels: STATUSES },
  { name: 'severity', label: 'Severity', labels: SEVERITIES },
  { name: 'tags', label: 'Tags', labels: {} },
  { name: 'assignees', label: 'Assignees', labels: {} },
  { name: 'category', label: 'Category', labels: {} },
  { name: 'connector', label: 'Connector', labels: {} },
  { name: 'state', label: 'Push state', labels: { ...STATES, [NEWS]: { label: 'New from there' } } },
];

const RARE: FilterName[] = ['assignees', 'category'];

/** Search and filters. Each takes effect as it is typed or chosen. */
export const Toolbar = memo(function Toolbar(props: {
  rows: Row[];
  criteria: Criteria;
  onChange: (criteria: Criteria) => void;
}) {
  const { rows, criteria, onChange } = props;
  const options = useMemo(() => SHOWN.map(({ name, labels }) => optionsOf(rows, name, labels)), [rows]);
  return (
    <EuiFlexGroup gutterSize="m" wrap responsive={false}>
      <EuiFlexItem css={{ minWidth: 240 }}>
        <EuiFieldSearch
          fullWidth
          aria-label="Search cases"
          placeholder="Search title, description, tags and incidents"
          value={criteria.search}
          onChange={(event) => onChange({ ...criteria, search: event.target.value })}
          isClearable
        />
      </EuiFlexItem>
      <EuiFlexItem grow={false} css={{ maxInlineSize: '100%' }}>
        <EuiFilterGroup role="group" aria-label="Filters" css={{ flexWrap: 'wrap', maxInlineSize: '100%' }}>
          {SHOWN.map(({ name, label }, at) =>
            // One that no case has a value for only takes room.
            RARE.includes(name) && options[at]?.length === 0 && criteria[name].length === 0 ? null : (
              <Filter
                key={name}
                name={label}
                options={options[at] ?? []}
                chosen={criteria[name]}
                onChange={(chosen) => onChange({ ...criteria, [name]: chosen })}
              />
            ),
          )}
        </EuiFilterGroup>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
});

function optionsOf(rows: Row[], name: FilterName, labels: { [value: string]: { label: string } }) {
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of valuesOf(row, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const order = Object.keys(labels);
  return [...counts]
    .map(([value, count]) => ({ value, label: labels[value]?.label ?? value, count }))
    .sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value) || a.label.localeCompare(b.label));
}
