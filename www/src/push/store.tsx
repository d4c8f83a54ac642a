import type { ErrorDetails, PushOutcome, PushProgress, Settlement, StoredConnector } from 'case-connectors';
import { createContext, useContext, useRef, useState, type ReactNode } from 'react';
import { useEngine } from '../app/engine';
import { afterPush, toInput, type CaseFile } from '../cases/case_file';
import { useCases, type OpenCase } from '../cases/store';
import { useConnectors } from '../connectors/store';
import { toDetails } from '../shared/error';
import { YOU } from '../shared/user';

/** The latest push of a case: under way, ended, or refused before it began. */
export type Run = { connector: StoredConnector } & (
  | { state: 'running'; progress: PushProgress | null; isStopping: boolean }
  | { state: 'ended'; outcome: PushOutcome; file: CaseFile }
  | { state: 'refused'; error: ErrorDetails }
);

interface Pushes {
  runs: { readonly [caseKey: string]: Run };
  push: (current: OpenCase, connector: StoredConnector, settle?: Settlement) => Promise<void>;
  abort: (caseKey: string) => void;
}

const Context = createContext<Pushes | null>(null);

/** The push of one case. It goes on while the person looks at another page. */
export function usePush(caseKey: string) {
  const pushes = useContext(Context);
  if (!pushes) throw new Error('PushProvider is missing.');
  return { run: pushes.runs[caseKey] ?? null, push: pushes.push, abort: () => pushes.abort(caseKey) };
}

export function PushProvider({ children }: { children: ReactNode }) {
  const { connectors: store } = useEngine();
  const { reload } = useConnectors();
  const { change } = useCases();
  const [runs, setRuns] = useState<Pushes['runs']>({});
  const controllers = useRef(new Map<string, AbortController>());

  const set = (key: string, run: Run) => setRuns((runs) => ({ ...runs, [key]: run }));
  const update = (key: string, change: Partial<Extract<Run, { state: 'running' }>>) =>
    setRuns((runs) => {
      const run = runs[key];
      return run?.state === 'running' ? { ...runs, [key]: { ...run, ...change } } : runs;
    });

  const push: Pushes['push'] = async ({ key, file }, connector, settle) => {
    const controller = new AbortController();
    controllers.current.set(key, controller);
    set(key, { connector, state: 'running', progress: null, isStopping: false });
    try {
      const outcome = await store.push(toInput(file), {
        connectorId: connector.id,
        signal: controller.signal,
        pushedBy: YOU,
        onProgress: (progress) => update(key, { progress }),
        ...(settle && { settle }),
      });
      const updated = afterPush(file, outcome);
      change(key, (now) => (now === file ? updated : now));
      set(key, { connector, state: 'ended', outcome, file: updated });
    } catch (error) {
      set(key, { connector, state: 'refused', error: toDetails(error) });
    }
    controllers.current.delete(key);
    // The journal has grown: what is planned has to be worked out anew.
    await reload();
  };

  const abort = (key: string) => {
    update(key, { isStopping: true });
    controllers.current.get(key)?.abort();
  };
  return <Context.Provider value={{ runs, push, abort }}>{children}</Context.Provider>;
}
