import { EuiGlobalToastList } from '@elastic/eui';
import { useSyncExternalStore } from 'react';
import { useServices } from './context';

/** Shows a short message that goes by itself. Errors do not belong here: they stay where they happened. */
export function useToast() {
  const { add } = useServices().notifications.toasts;
  return add as (toast: Parameters<typeof add>[0]) => void;
}

/** Where the core's toasts are drawn. */
export function Toasts() {
  const { toasts } = useServices().notifications;
  const shown = useSyncExternalStore(toasts.onChange, toasts.all);
  return (
    <EuiGlobalToastList
      toasts={[...shown]}
      dismissToast={({ id }) => toasts.remove(id)}
      toastLifeTimeMs={5000}
      // Where they are as wide as the page they would cover what a dialog ends with: its buttons.
      css={{ '@media (max-width: 767px)': { insetBlock: '48px auto' } }}
    />
  );
}
