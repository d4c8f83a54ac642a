import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useCases } from '../cases/cases';
import { useEngine } from '../core/engine';
import { useConnectors } from '../core/stored_connectors';
import { useToast } from '../core/toasts';
import { useGate } from '../vault/gate';
import { PushContext } from './push_context';
import { createPushes, type Surroundings } from './pushes';

/** The pushes of this page, of which `usePushes` and its neighbours answer. */
export function PushProvider({ children }: { children: ReactNode }) {
  const { connectors: store } = useEngine();
  const { connectors, vault, reload } = useConnectors();
  const { takeOver } = useCases();
  const surroundings: Surroundings = {
    ...useGate(),
    store,
    connectors,
    isLocked: vault.locked,
    reload,
    takeOver,
    toast: useToast(),
  };
  const latest = useRef(surroundings);
  latest.current = surroundings;
  const pushes = useMemo(() => createPushes(() => latest.current), []);
  useEffect(() => pushes.watch(), [pushes]);
  return <PushContext pushes={pushes}>{children}</PushContext>;
}
