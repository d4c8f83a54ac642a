import type { EuiGlobalToastListProps } from '@elastic/eui';

export type Toast = NonNullable<EuiGlobalToastListProps['toasts']>[number];

export interface Notifications {
  toasts: {
    /** `onGone` is called once it is no longer shown. Answers its id. */
    add: (toast: Omit<Toast, 'id'>, onGone?: () => void) => string;
    remove: (id: string) => void;
    all: () => readonly Toast[];
    onChange: (listener: () => void) => () => void;
  };
}

export function createNotifications(): Notifications {
  const listeners = new Set<() => void>();
  let toasts: readonly Toast[] = [];
  const goners = new Map<string, () => void>();
  let last = 0;
  const set = (changed: readonly Toast[]) => {
    toasts = changed;
    for (const listener of listeners) listener();
  };
  return {
    toasts: {
      add: (toast, onGone) => {
        last += 1;
        const id = String(last);
        if (onGone) goners.set(id, onGone);
        set([...toasts, { ...toast, id }]);
        return id;
      },
      remove: (id) => {
        set(toasts.filter((toast) => toast.id !== id));
        const onGone = goners.get(id);
        goners.delete(id);
        onGone?.();
      },
      all: () => toasts,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
