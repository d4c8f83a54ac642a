import { EuiBasicTable, type CriteriaWithPagination } from '@elastic/eui';
import { memo, startTransition, useCallback, useRef, useState } from 'react';
import { columnsOf, type Selection } from './columns';
import type { Criteria, Sort, SortField } from './criteria';
import type { Row } from './row';

const SIZES = [10, 25, 50];

type Changed = (criteria: CriteriaWithPagination<Row>) => void;

/** One page of the cases: a thousand rows at once would make every key that is typed wait. */
export function Table(
  props: Selection & { rows: Row[]; criteria: Criteria; sort: Sort; onSort: (sort: Sort) => void; isReady: boolean },
) {
  const { rows, criteria, sort, selected, onSelect, isReady } = props;
  const [page, setPage] = useState({ index: 0, size: 25, criteria });
  // Other criteria begin at their first page.
  if (page.criteria !== criteria) setPage({ ...page, index: 0, criteria });
  // Rows may have been deleted under the last page.
  const index = Math.min(page.index, Math.max(0, Math.ceil(rows.length / page.size) - 1));
  const shown = rows.slice(index * page.size, (index + 1) * page.size);
  const latest = useRef({ criteria, onSort: props.onSort });
  latest.current = { criteria, onSort: props.onSort };
  const changed = useCallback<Changed>(({ page, sort }) => {
    const { criteria, onSort } = latest.current;
    startTransition(() => setPage({ ...page, criteria }));
    if (sort) onSort({ field: sort.field as unknown as SortField, direction: sort.direction });
  }, []);
  return (
    <Drawn
      shown={shown}
      total={rows.length}
      index={index}
      size={page.size}
      sort={sort}
      onChange={changed}
      selected={selected}
      onSelect={onSelect}
      isReady={isReady}
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
  onChange: Changed;
};

/** Drawn again only where what it shows has changed, not for every row that the engine has looked at. */
const Drawn = memo(function Drawn(props: DrawnProps) {
  const { shown, sort } = props;
  return (
    <EuiBasicTable
      aria-label="Cases"
      items={shown}
      itemId="key"
      responsiveBreakpoint="l"
      columns={columnsOf(shown, props, props.isReady)}
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
