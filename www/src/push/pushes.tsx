import type {
  BulkOptions,
  BulkResult,
  InterruptedPush,
  PushOutcome,
  PushProgress,
  StoredConnector,
} from 'case-connectors';
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { useEngine } from '../core/engine';
import { useToast } from '../core/toasts';
import { toInput } from '../cases/case_file';
import { useCases, type OpenCase } from '../cases/cases';
import { useConnectors } from '../core/stored_connectors';
import { toDetails } from '../shared/error';
import { YOU } from '../shared/user';
import { useGate } from '../vault/gate';
import { keepRecord } from './history/records';
import { useRuns, without, type Choices, type One, type Result, type Runs, type Subject } from './runs';

export type { Choices, Run } from './runs';

interface Pushes {
  runs: Runs;
  /** The latest news of pushes in other tabs. */
  others: { readonly [caseId: string]: PushProgress };
  push: (current: OpenCase, connector: StoredConnector, choices?: Choices) => Promise<void>;
  resume: (interrupted: InterruptedPush) => Promise<void>;
  resumeAll: (interrupted: InterruptedPush[]) => Promise<void>;
  /** Pushes many cases with one way to stop them all. `onEnded` hears of each as it ends. */
  pushMany: (many: One[], controller: AbortController, onEnded: (result: BulkResult) => void) => Promise<BulkResult[]>;
  /** Stops the push of a case, in whichever tab it runs. */
  abort: (caseId: string) => void;
  /** Forgets how the latest push of a case ended. */
  clear: (caseId: string) => void;
  /** Forgets the push of another tab. */
  clearOther: (caseId: string) => void;
}

const Context = createContext<Pushes | null>(null);

export function usePushes(): Pushes {
  const pushes = useContext(Context);
  if (!pushes) throw new Error('PushProvider is missing.');
  return pushes;
}

/** The push of one case. It goes on while the person looks at another page. */
export function usePush(caseId: string) {
  const pushes = usePushes();
  return { ...pushes, run: pushes.runs[caseId] ?? null, other: pushes.others[caseId] ?? null };
}

export function PushProvider({ children }: { children: ReactNode }) {
  const { connectors: store } = useEngine();
  const { connectors, vault, reload } = useConnectors();
  const { withSecrets, unlock, enterSecret } = useGate();
  const { takeOver } = useCases();
  const toast = useToast();
  const { runs, clear, ...draw } = useRuns();
  const [others, setOthers] = useState<Pushes['others']>({});
  /** The pushes of this tab: what is heard of them is no news. */
  const controllers = useRef(new Map<string, AbortController>());
  /** When the latest push of each case was begun. */
  const begun = useRef(new Map<string, string>());

  useEffect(
    () =>
      store.watch((progress) => {
        const { caseId, state } = progress;
        // Who waits for another tab does nothing yet.
        if (controllers.current.has(caseId) || state === 'waiting') return;
        setOthers((others) => ({ ...others, [caseId]: progress }));
        if (state !== 'running') void reload();
      }),
    [store, reload],
  );

  const clearOther = useCallback<Pushes['clearOther']>((caseId) => setOthers((others) => without(others, caseId)), []);

  const begin = (subject: Subject, controller: AbortController, isOneOfMany = false) => {
    begun.current.set(subject.caseId, new Date().toISOString());
    controllers.current.set(subject.caseId, controller);
    clearOther(subject.caseId);
    draw.begin(subject, isOneOfMany);
  };
  const end = (subject: Subject, result: Result, isOneOfMany = false) => {
    const { caseId, title, connectorId, resumed } = subject;
    controllers.current.delete(caseId);
    const connectorName = connectors.find(({ id }) => id === connectorId)?.name ?? 'a connector';
    const startedAt = begun.current.get(caseId) ?? new Date().toISOString();
    void keepRecord(store, { caseId, title, connectorId, connectorName, startedAt }, result);
    if ('outcome' in result) {
      takeOver(result.outcome);
      if (resumed && result.outcome.state === 'complete') {
        toast({ title: 'The push is finished', text: title, color: 'success', iconType: 'check' });
      }
    }
    draw.end(subject, result, isOneOfMany);
  };
  const optionsOf = ({ signal }: AbortController) => ({ signal, pushedBy: YOU, onProgress: draw.tell });

  const run = async (subject: Subject, start: (options: ReturnType<typeof optionsOf>) => Promise<PushOutcome>) => {
    const controller = new AbortController();
    begin(subject, controller);
    try {
      const outcome = await withSecrets(() => start(optionsOf(controller)), subject.connectorId);
      end(subject, { outcome });
    } catch (error) {
      end(subject, { error: toDetails(error) });
    }
    // The journal has grown: what is planned has to be worked out anew.
    await reload();
  };

  const push: Pushes['push'] = ({ file, view }, { id: connectorId }, choices = {}) =>
    run({ caseId: view.id, title: view.title, connectorId, resumed: null, choices }, (options) =>
      store.push(toInput(file), { ...options, connectorId, ...choices }),
    );

  const toFinish = (resumed: InterruptedPush): Subject => {
    const { caseId, title, connectorId } = resumed;
    return { caseId, title, connectorId, resumed, choices: {} };
  };
  const resume: Pushes['resume'] = (interrupted) => {
    const { caseId, connectorId } = interrupted;
    return run(toFinish(interrupted), (options) => store.resume(caseId, { ...options, connectorId }));
  };

  const many = async (
    subjects: Subject[],
    controller: AbortController,
    start: (options: BulkOptions) => Promise<BulkResult[]>,
    onEnded: (result: BulkResult) => void = () => {},
  ) => {
    const byCase = new Map(subjects.map((subject) => [subject.caseId, subject]));
    const waiting = new Set(byCase.keys());
    for (const caseId of waiting) controllers.current.set(caseId, controller);
    const options = optionsOf(controller);
    try {
      return await start({
        ...options,
        onProgress: (progress) => {
          const subject = byCase.get(progress.caseId);
          if (subject && waiting.delete(progress.caseId)) begin(subject, controller, true);
          options.onProgress(progress);
        },
        onResult: (result) => {
          const subject = byCase.get(result.caseId ?? '');
          if (subject)
            end(subject, result.outcome ? { outcome: result.outcome } : { error: toDetails(result.error) }, true);
          onEnded(result);
        },
      });
    } finally {
      for (const caseId of byCase.keys()) controllers.current.delete(caseId);
      await reload();
    }
  };

  const pushMany: Pushes['pushMany'] = (many_, controller, onEnded) =>
    many(
      many_.map(({ caseId, title, connectorId }) => ({ caseId, title, connectorId, resumed: null, choices: {} })),
      controller,
      (options) =>
        store.pushAll(
          many_.map(({ input }) => input),
          options,
        ),
      onEnded,
    );

  const resumeAll: Pushes['resumeAll'] = async (interrupted) => {
    if (vault.locked && !(await unlock())) return;
    const missing = new Set(interrupted.filter((it) => it.isMissingSecrets).map(({ connectorId }) => connectorId));
    for (const connectorId of missing) if (!(await enterSecret(connectorId))) return;
    const controller = new AbortController();
    const subjects = interrupted.map(toFinish);
    for (const subject of subjects) begin(subject, controller);
    try {
      // Those that the person saw: what a stopped queue has left, or what waits for a decision, is not meant.
      const only = interrupted.map(({ caseId, connectorId }) => ({ caseId, connectorId }));
      await many(subjects, controller, (options) => store.resumeAll({ ...options, ifBusy: 'fail', only }));
    } catch (error) {
      for (const subject of subjects) end(subject, { error: toDetails(error) });
    }
  };

  const abort = (caseId: string) => {
    draw.stop(caseId);
    store.abort(caseId);
    // One that has not begun yet hears only this. The others of a bulk go on.
    const run = runs[caseId];
    if (run?.state === 'running' && !run.progress) controllers.current.get(caseId)?.abort();
  };

  const pushes = { runs, others, push, pushMany, resume, resumeAll, abort, clear, clearOther };
  return <Context.Provider value={pushes}>{children}</Context.Provider>;
}
