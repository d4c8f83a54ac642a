import type { EuiGlobalToastListProps } from '@elastic/eui';

export type Toast = NonNullable<EuiGlobalToastListProps['toasts']>[number];

export interface Notifications {
  toasts: {
    add: (toast: Omit<Toast, 'id'>) => void;
    remove: (id: string) => void;
    all: () => readonly Toast[];
    onChange: (listener: () => void) => () => void;
  };
}

export function createNotifications(): Notifications {
  const listeners = new Set<() => void>();
  let toasts: readonly Toast[] = [];
  let last = 0;
  const set = (changed: readonly Toast[]) => {
    toasts = changed;
    for (const listener of listeners) listener();
  };
  return {
    toasts: {
      add: (toast) => {
        last += 1;
        set([...toasts, { ...toast, id: String(last) }]);
      },
      remove: (id) => set(toasts.filter((toast) => toast.id !== id)),
      all: () => toasts,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
