import { useEuiTheme } from '@elastic/eui';
import { useCallback, useSyncExternalStore } from 'react';

/**
 * Whether the window is as wide as this breakpoint of EUI. The browser tells: EUI's own hooks pass over a change that comes within 50 ms of the
 * one before, and stay as narrow as the window was on its way.
 */
export function useIsAtLeast(breakpoint: 'm' | 'l'): boolean {
  const { euiTheme } = useEuiTheme();
  const query = `(min-width: ${euiTheme.breakpoint[breakpoint] ?? 0}px)`;
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
