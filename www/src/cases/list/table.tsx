import { EuiBasicTable, type CriteriaWithPagination } from '@elastic/eui';
import { useState } from 'react';
import { columnsOf, type Selection } from './columns';
import type { Criteria, Sort, SortField } from './criteria';
import type { Row } from './row';

const SIZES = [10, 25, 50];

/** One page of the cases: a thousand rows at once would make every key that is typed wait. */
export function Table(props: {
  rows: Row[]; criteria: Criteria; sort: Sort; onSort: (sort: Sort) => void; selection: Selection; isReady: boolean;
}) {
  const { rows, criteria, sort } = props;
  const [page, setPage] = useState({ index: 0, size: 25, criteria });
  // Other criteria begin at their first page.
  if (page.criteria !== criteria) setPage({ ...page, index: 0, criteria });
  // Rows may have been deleted under the last page.
  const index = Math.min(page.index, Math.max(0, Math.ceil(rows.length / page.size) - 1));
  const shown = rows.slice(index * page.size, (index + 1) * page.size);
  const changed = ({ page, sort }: CriteriaWithPagination<Row>) => {
    setPage({ ...page, criteria });
    if (sort) props.onSort({ field: sort.field as unknown as SortField, direction: sort.direction });
  };
  return (
    <EuiBasicTable
      aria-label="Cases"
      items={shown}
      itemId="key"
      columns={columnsOf(shown, props.selection, props.isReady)}
      noItemsMessage="No case matches."
      sorting={{ sort: { field: sort.field as unknown as keyof Row, direction: sort.direction } }}
      pagination={{ pageIndex: index, pageSize: page.size, totalItemCount: rows.length, pageSizeOptions: SIZES }}
      onChange={changed}
    />
  );
}
