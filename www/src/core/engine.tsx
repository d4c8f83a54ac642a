import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorFacts } from '../shared/error_callout';
import type { Engine, StoreKind } from './case_connectors';
import { useServices } from './context';
import { Loading } from '../shared/loading';

type State =
  | { kind: 'idle' }
  | { kind: 'loading' }
  | { kind: 'ready'; engine: Engine }
  | { kind: 'failed'; error: ShownError };

interface Engines {
  state: State;
  load: (store: StoreKind) => void;
}

const Context = createContext<Engines | null>(null);

export function EngineProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const { caseConnectors } = useServices();
  const load = useCallback(
    (store: StoreKind) => {
      setState({ kind: 'loading' });
      caseConnectors.open(store).then(
        (engine) => setState({ kind: 'ready', engine }),
        (error: unknown) => setState({ kind: 'failed', error: toDetails(error) }),
      );
    },
    [caseConnectors],
  );
  const engines = useMemo(() => ({ state, load }), [state, load]);
  return <Context.Provider value={engines}>{children}</Context.Provider>;
}

function useEngines(): Engines {
  const engines = useContext(Context);
  if (!engines) throw new Error('EngineProvider is missing.');
  return engines;
}

export type { Engine };

/** The loaded package. Only for what stands behind the gate. */
export function useEngine(): Engine {
  const { state } = useEngines();
  if (state.kind !== 'ready') throw new Error('The engine is used outside of its gate.');
  return state.engine;
}

/**
 * Loads the engine as soon as it stands there, shows its children then, and why where it cannot be loaded. A quiet one
 * stands above a page that needs no engine.
 */
export function EngineGate({ children, isQuiet = false }: { children: ReactNode; isQuiet?: boolean }) {
  const { state, load } = useEngines();
  useEffect(() => {
    if (state.kind === 'idle') load('indexeddb');
  }, [state.kind, load]);
  if (state.kind === 'ready') return children;
  if (state.kind !== 'failed') return isQuiet ? null : <Loading what="the engine" />;
  const { error } = state;
  const noStorage = error.code.startsWith('STORE_');
  const title = noStorage ? 'The storage cannot be used' : 'The engine could not be loaded';
  return (
    <EuiEmptyPrompt
      color="danger"
      iconType="error"
      titleSize="s"
      title={isQuiet ? <h2>{title}</h2> : <h1>{title}</h1>}
      body={
        <div role="alert">
          <ErrorFacts error={error} />
        </div>
      }
      actions={[
        <EuiButton key="again" fill color="danger" onClick={() => load('indexeddb')}>
          Try again
        </EuiButton>,
        ...(noStorage
          ? [
              <EuiButton key="memory" onClick={() => load('memory')}>
                Go on without storage
              </EuiButton>,
            ]
          : []),
      ]}
    />
  );
}
