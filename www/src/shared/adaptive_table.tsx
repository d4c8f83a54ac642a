import { EuiBasicTable, useEuiTheme, type EuiBasicTableProps } from '@elastic/eui';
import { useCallback, useSyncExternalStore } from 'react';

/**
 * A table that is cards on screens narrower than `breakpoint`. It is made anew where that changes: EUI's table ends with an
 * error where it was made as cards and becomes a table, since no head of a column has registered then.
 */
export function AdaptiveTable<T extends object>(props: EuiBasicTableProps<T> & { breakpoint: 'm' | 'l' }) {
  const { breakpoint, ...rest } = props;
  const { euiTheme } = useEuiTheme();
  const isTable = useIsAtLeast(euiTheme.breakpoint[breakpoint] ?? 0);
  return <EuiBasicTable<T> key={isTable ? 'table' : 'cards'} {...rest} responsiveBreakpoint={!isTable} />;
}

/**
 * Whether the window is so many pixels wide. The browser tells: EUI's own hooks pass over a change that comes within 50 ms of the
 * one before, and stay as narrow as the window was on its way.
 */
function useIsAtLeast(width: number): boolean {
  const query = `(min-width: ${width}px)`;
  const watch = useCallback(
    (changed: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => matchMedia(query).matches);
}
