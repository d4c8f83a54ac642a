import { EuiBasicTable, type EuiBasicTableProps } from '@elastic/eui';
import { useIsAtLeast } from './window_width';

/**
 * A table that is cards on screens narrower than `breakpoint`. It is made anew where that changes: EUI's table ends with an
 * error where it was made as cards and becomes a table, since no head of a column has registered then.
 */
export function AdaptiveTable<T extends object>(props: EuiBasicTableProps<T> & { breakpoint: 'm' | 'l' }) {
  const { breakpoint, ...rest } = props;
  const isTable = useIsAtLeast(breakpoint);
  return <EuiBasicTable<T> key={isTable ? 'table' : 'cards'} {...rest} responsiveBreakpoint={!isTable} />;
}
