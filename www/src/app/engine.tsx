import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import type { CaseConnectors, ErrorDetails } from 'case-connectors';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { keepExchange } from '../push/history/exchanges';
import { toDetails } from '../shared/error';
import { ErrorFacts } from '../shared/error_callout';
import { Loading } from './loading';

/** The package, loaded. */
export interface Engine {
  api: typeof import('case-connectors');
  connectors: CaseConnectors;
  /** Whether what is saved survives a reload. */
  keeps: boolean;
}

type State =
  | { kind: 'loading' }
  | { kind: 'ready'; engine: Engine }
  | { kind: 'failed'; error: ErrorDetails };

interface Engines {
  state: State;
  load: (store: 'indexeddb' | 'memory') => void;
}

const Context = createContext<Engines | null>(null);

async function open(store: 'indexeddb' | 'memory'): Promise<Engine> {
  const api = await import('case-connectors');
  await api.init();
  return { api, connectors: await api.CaseConnectors.open({ store, onExchange: keepExchange }), keeps: store === 'indexeddb' };
}

export function EngineProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ kind: 'loading' });
  const load = (store: 'indexeddb' | 'memory') => {
    setState({ kind: 'loading' });
    open(store).then(
      (engine) => setState({ kind: 'ready', engine }),
      (error: unknown) => setState({ kind: 'failed', error: toDetails(error) }),
    );
  };
  useEffect(() => load('indexeddb'), []);
  return <Context.Provider value={{ state, load }}>{children}</Context.Provider>;
}

function useEngines(): Engines {
  const engines = useContext(Context);
  if (!engines) throw new Error('EngineProvider is missing.');
  return engines;
}

/** The loaded package. Only for what stands behind the gate. */
export function useEngine(): Engine {
  const { state } = useEngines();
  if (state.kind !== 'ready') throw new Error('The engine is used outside of its gate.');
  return state.engine;
}

/** Shows its children once the engine is loaded, and why where it cannot be. */
export function EngineGate({ children }: { children: ReactNode }) {
  const { state, load } = useEngines();
  if (state.kind === 'ready') return children;
  if (state.kind === 'loading') return <Loading what="the engine" />;
  const { error } = state;
  const noStorage = error.code.startsWith('STORE_');
  return (
    <EuiEmptyPrompt
      color="danger"
      iconType="error"
      titleSize="s"
      title={<h1>{noStorage ? 'The storage cannot be used' : 'The engine could not be loaded'}</h1>}
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
