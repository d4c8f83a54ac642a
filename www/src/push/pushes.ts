import type {
  BulkOptions,
  BulkResult,
  CaseConnectors,
  InterruptedPush,
  PushOutcome,
  StoredConnector,
} from 'case-connectors';
import type { Pushed } from '../cases/after_push';
import { toInput, type CaseFile } from '../cases/case_file';
import type { OpenCase } from '../cases/cases';
import { toDetails } from '../shared/error';
import { YOU } from '../shared/user';
import type { Gate } from '../vault/gate';
import { keepRecord } from './history/records';
import { createRuns, type Choices, type Result, type Subject } from './runs';

/** What a push needs of the page around it, as it is now. */
export interface Surroundings extends Gate {
  store: CaseConnectors;
  connectors: readonly StoredConnector[];
  isLocked: boolean;
  /** Reads anew what is stored. */
  reload: () => Promise<void>;
  takeOver: (outcome: PushOutcome, pushed: Pushed) => Promise<void>;
  toast: (toast: { title: string; text: string; color: 'success'; iconType: string }) => void;
}

/** One case of many. */
export interface OneOfMany {
  caseId: string;
  title: string;
  connectorId: string;
  file: CaseFile;
}

export type Pushes = ReturnType<typeof createPushes>;

/** Pushes cases, and keeps how far each is. It lives as long as the page, and its functions stay the same. */
export function createPushes(surroundings: () => Surroundings) {
  const { store: runs, ...draw } = createRuns();
  /** The pushes of this tab: what is heard of them is no news. */
  const controllers = new Map<string, AbortController>();
  /** What the latest push of each case was begun with. */
  const begun = new Map<string, Pushed>();

  const begin = (subject: Subject, file: CaseFile | null, controller: AbortController, isOneOfMany = false) => {
    begun.set(subject.caseId, { file, startedAt: new Date().toISOString() });
    controllers.set(subject.caseId, controller);
    draw.begin(subject, isOneOfMany);
  };
  const end = (subject: Subject, result: Result, isOneOfMany = false) => {
    const { store, connectors, takeOver, toast } = surroundings();
    const { caseId, title, connectorId, resumed } = subject;
    controllers.delete(caseId);
    const connectorName = connectors.find(({ id }) => id === connectorId)?.name ?? 'a connector';
    const pushed = begun.get(caseId) ?? { file: null, startedAt: new Date().toISOString() };
    void keepRecord(store, { caseId, title, connectorId, connectorName, startedAt: pushed.startedAt }, result);
    if ('outcome' in result) {
      void takeOver(result.outcome, resumed ? { file: null, startedAt: resumed.startedAt } : pushed);
      if (resumed && result.outcome.state === 'complete') {
        toast({ title: 'The push is finished', text: title, color: 'success', iconType: 'check' });
      }
    }
    draw.end(subject, result, isOneOfMany);
  };
  const optionsOf = ({ signal }: AbortController) => ({ signal, pushedBy: YOU, onProgress: draw.report });

  const run = async (
    subject: Subject,
    file: CaseFile | null,
    start: (options: ReturnType<typeof optionsOf>) => Promise<PushOutcome>,
  ) => {
    const controller = new AbortController();
    begin(subject, file, controller);
    try {
      const outcome = await surroundings().withSecrets(() => start(optionsOf(controller)), subject.connectorId);
      end(subject, { outcome });
    } catch (error) {
      end(subject, { error: toDetails(error) });
    }
    // The journal has grown: what is planned has to be worked out anew.
    await surroundings().reload();
  };

  const runMany = async (
    subjects: Subject[],
    files: ReadonlyMap<string, CaseFile>,
    controller: AbortController,
    start: (options: BulkOptions) => Promise<BulkResult[]>,
    onEnded: (result: BulkResult) => void = () => {},
  ) => {
    const byCase = new Map(subjects.map((subject) => [subject.caseId, subject]));
    const waiting = new Set(byCase.keys());
    for (const caseId of waiting) controllers.set(caseId, controller);
    const options = optionsOf(controller);
    try {
      return await start({
        ...options,
        onProgress: (progress) => {
          const { caseId } = progress;
          const subject = byCase.get(caseId);
          if (subject && waiting.delete(caseId)) begin(subject, files.get(caseId) ?? null, controller, true);
          options.onProgress(progress);
        },
        onResult: (result) => {
          const subject = byCase.get(result.caseId ?? '');
          const ended = result.outcome ? { outcome: result.outcome } : { error: toDetails(result.error) };
          if (subject) end(subject, ended, true);
          onEnded(result);
        },
      });
    } finally {
      for (const caseId of byCase.keys()) controllers.delete(caseId);
      await surroundings().reload();
    }
  };

  return {
    runs,
    push: ({ file, view }: OpenCase, { id: connectorId }: StoredConnector, choices: Choices = {}) =>
      run({ caseId: view.id, title: view.title, connectorId, resumed: null, choices }, file, (options) =>
        surroundings().store.push(toInput(file), { ...options, connectorId, ...choices }),
      ),
    resume: (interrupted: InterruptedPush) => {
      const { caseId, connectorId } = interrupted;
      return run(toFinish(interrupted), null, (options) =>
        surroundings().store.resume(caseId, { ...options, connectorId }),
      );
    },
    resumeAll: async (interrupted: InterruptedPush[]) => {
      const { isLocked, unlock, enterSecret, store } = surroundings();
      if (isLocked && !(await unlock())) return;
      const missing = new Set(interrupted.filter((it) => it.isMissingSecrets).map(({ connectorId }) => connectorId));
      for (const connectorId of missing) if (!(await enterSecret(connectorId))) return;
      const controller = new AbortController();
      const subjects = interrupted.map(toFinish);
      for (const subject of subjects) begin(subject, null, controller);
      try {
        // Those that the person saw: what a stopped queue has left, or what waits for a decision, is not meant.
        const only = interrupted.map(({ caseId, connectorId }) => ({ caseId, connectorId }));
        await runMany(subjects, new Map(), controller, (options) =>
          store.resumeAll({ ...options, ifBusy: 'fail', only }),
        );
      } catch (error) {
        for (const subject of subjects) end(subject, { error: toDetails(error) });
      }
    },
    /** Pushes many cases with one controller to stop them all. `onEnded` hears of each as it ends. */
    pushMany: (cases: OneOfMany[], controller: AbortController, onEnded: (result: BulkResult) => void) =>
      runMany(
        cases.map(({ caseId, title, connectorId }) => ({ caseId, title, connectorId, resumed: null, choices: {} })),
        new Map(cases.map(({ caseId, file }) => [caseId, file])),
        controller,
        (options) =>
          surroundings().store.pushAll(
            cases.map(({ file }) => toInput(file)),
            options,
          ),
        onEnded,
      ),
    /** Stops the push of a case, in whichever tab it runs. */
    abort: (caseId: string) => {
      draw.stop(caseId);
      surroundings().store.abort(caseId);
      // One that has not begun yet hears only this. The others of a bulk go on.
      const { runs: all, progress } = runs.get();
      if (all[caseId]?.state === 'running' && !progress[caseId]) controllers.get(caseId)?.abort();
    },
    /** Forgets how the latest push of a case ended. */
    clear: draw.clear,
    /** Forgets the push of another tab. */
    clearOther: draw.clearOther,
    /** Listens to the pushes of other tabs, until the answer is called. */
    watch: () =>
      surroundings().store.watch((progress) => {
        const { caseId, state } = progress;
        // Who waits for another tab does nothing yet.
        if (controllers.has(caseId) || state === 'waiting') return;
        draw.reportOther(progress);
        if (state !== 'running') void surroundings().reload();
      }),
  };
}

function toFinish(resumed: InterruptedPush): Subject {
  const { caseId, title, connectorId } = resumed;
  return { caseId, title, connectorId, resumed, choices: {} };
}
