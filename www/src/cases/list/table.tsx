import type { CriteriaWithPagination } from '@elastic/eui';
import { memo, useCallback, useRef } from 'react';
import { AdaptiveTable } from '../../shared/adaptive_table';
import { SIZES, type Shown } from './address';
import { columnsOf, type Selection } from './columns';
import type { Sort, SortField } from './criteria';
import type { Row } from './row';

type Changed = (criteria: CriteriaWithPagination<Row>) => void;

/** One page of the cases: a thousand rows at once would make every key that is typed wait. */
export function Table(
  props: Selection & {
    rows: Row[];
    at: Pick<Shown, 'sort' | 'page' | 'size'>;
    onChange: (at: Pick<Shown, 'sort' | 'page' | 'size'>) => void;
    isReady: boolean;
  },
) {
  const { rows, selected, onSelect, isReady } = props;
  const { sort, size } = props.at;
  // Rows may have been deleted under the last page.
  const index = Math.min(props.at.page, Math.max(0, Math.ceil(rows.length / size) - 1));
  const shown = rows.slice(index * size, (index + 1) * size);
  const latest = useRef(props);
  latest.current = props;
  const changed = useCallback<Changed>(({ page, sort }) => {
    const { at, onChange } = latest.current;
    const next = sort && { field: sort.field as unknown as SortField, direction: sort.direction };
    onChange({ page: page.index, size: page.size, sort: next ?? at.sort });
  }, []);
  const has = { assignees: false, category: false };
  for (const { view } of rows) {
    has.assignees ||= view.assignees.length > 0;
    has.category ||= view.category !== null;
  }
  return (
    <Drawn
      shown={shown}
      total={rows.length}
      index={index}
      size={size}
      sort={sort}
      onChange={changed}
      selected={selected}
      onSelect={onSelect}
      isReady={isReady}
      hasAssignees={has.assignees}
      hasCategory={has.category}
    />
  );
}

type DrawnProps = Selection & {
  shown: Row[];
  total: number;
  index: number;
  size: number;
  sort: Sort;
  isReady: boolean;
  hasAssignees: boolean;
  hasCategory: boolean;
  onChange: Changed;
};

/** Drawn again only where what it shows has changed, not for every row that the engine has looked at. */
const Drawn = memo(function Drawn(props: DrawnProps) {
  const { shown, sort } = props;
  return (
    <AdaptiveTable
      aria-label="Cases"
      items={shown}
      itemId="key"
      breakpoint="l"
      columns={columnsOf(shown, props)}
      noItemsMessage="No case matches."
      sorting={{ sort: { field: sort.field as unknown as keyof Row, direction: sort.direction } }}
      pagination={{
        pageIndex: props.index,
        pageSize: props.size,
        totalItemCount: props.total,
        pageSizeOptions: SIZES,
      }}
      onChange={props.onChange}
    />
  );
}, isSame);

function isSame(a: DrawnProps, b: DrawnProps): boolean {
  const { shown: ofA, ...restOfA } = a;
  const { shown: ofB, ...restOfB } = b;
  const names = Object.keys(restOfA) as (keyof typeof restOfA)[];
  return (
    ofA.length === ofB.length &&
    ofA.every((row, at) => row === ofB[at]) &&
    names.every((name) => restOfA[name] === restOfB[name])
  );
}
