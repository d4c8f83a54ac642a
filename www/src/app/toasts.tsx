import { EuiGlobalToastList, type EuiGlobalToastListProps } from '@elastic/eui';
import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';

type Toast = NonNullable<EuiGlobalToastListProps['toasts']>[number];
type Show = (toast: Omit<Toast, 'id'>) => void;

const Context = createContext<Show>(() => {});

/** Shows a short message that goes by itself. Errors do not belong here: they stay where they happened. */
export function useToast(): Show {
  return useContext(Context);
}

export function ToastsProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const last = useRef(0);
  const show = useCallback<Show>((toast) => {
    last.current += 1;
    setToasts((toasts) => [...toasts, { ...toast, id: String(last.current) }]);
  }, []);
  const dismiss = (toast: { id: string }) => setToasts((toasts) => toasts.filter(({ id }) => id !== toast.id));
  return (
    <Context.Provider value={show}>
      {children}
      <EuiGlobalToastList toasts={toasts} dismissToast={dismiss} toastLifeTimeMs={5000} />
    </Context.Provider>
  );
}
