import type {
  BulkOptions,
  BulkResult,
  CaseConnectors,
  InterruptedPush,
  PushOutcome,
  QueuedPush,
  StoredConnector,
} from 'case-connectors';
import type { Pushed } from '../cases/after_push';
import { toInput, type CaseFile } from '../cases/case_file';
import type { OpenCase } from '../cases/cases';
import { toDetails } from '../shared/error';
import { YOU } from '../shared/user';
import type { Gate } from '../vault/gate';
import { keepRecord } from './history/records';
import { pushName } from './push_name';
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

export type Pushes = ReturnType<typeof createPushes>;

/** Pushes cases, and keeps how far each is. It lives as long as the page, and its functions stay the same. */
export function createPushes(surroundings: () => Surroundings) {
  const { store: runs, ...draw } = createRuns();
  /** The pushes of this tab: what is heard of them is no news. */
  const controllers = new Map<string, AbortController | null>();
  /** What the latest push of each case was begun with, and when. */
  const begun = new Map<string, { pushed: Pushed; at: string }>();

  const begin = (subject: Subject, pushed: Pushed, controller: AbortController | null, isOneOfMany = false) => {
    begun.set(subject.caseId, { pushed, at: now() });
    controllers.set(subject.caseId, controller);
    draw.begin(subject, isOneOfMany);
  };
  const end = (subject: Subject, result: Result, isOneOfMany = false) => {
    const { store, connectors, takeOver, toast } = surroundings();
    const { caseId, title, connectorId, resumed } = subject;
    controllers.delete(caseId);
    const connectorName = connectors.find(({ id }) => id === connectorId)?.name ?? 'a connector';
    const { pushed, at } = begun.get(caseId) ?? { pushed: { file: null, startedAt: now() }, at: now() };
    void keepRecord(store, { caseId, title, connectorId, connectorName, startedAt: at }, result);
    if ('outcome' in result) {
      void takeOver(result.outcome, pushed);
      if (resumed && result.outcome.state === 'complete') {
        toast({ title: 'The push is finished', text: title, color: 'success', iconType: 'check' });
      }
    }
    draw.end(subject, result, isOneOfMany);
  };
  const optionsOf = (controller: AbortController | null) => ({
    signal: controller?.signal,
    pushedBy: YOU,
    onProgress: draw.report,
  });

  const run = async (
    subject: Subject,
    file: CaseFile | null,
    start: (options: ReturnType<typeof optionsOf>) => Promise<PushOutcome>,
  ) => {
    const controller = new AbortController();
    begin(subject, file ? { file, startedAt: now() } : pushedBefore(subject), controller);
    try {
      const outcome = await surroundings().withSecrets(() => start(optionsOf(controller)), subject.connectorId);
      end(subject, { outcome });
    } catch (error) {
      end(subject, { error: toDetails(error) });
    }
    // The journal has grown: what is planned has to be worked out anew.
    await surroundings().reload();
  };

  /** One controller stops them all; without one, whoever stops the queue does. */
  const runMany = async (
    subjects: { subject: Subject; pushed: Pushed }[],
    controller: AbortController | null,
    start: (options: BulkOptions) => Promise<BulkResult[]>,
  ) => {
    const byName = new Map(subjects.map((it) => [pushName(it.subject), it]));
    const waiting = new Set(byName.keys());
    for (const { subject } of subjects) controllers.set(subject.caseId, controller);
    const options = optionsOf(controller);
    try {
      return await start({
        ...options,
        onProgress: (progress) => {
          const name = pushName(progress);
          const it = byName.get(name);
          // Who waits for another tab does nothing yet.
          if (it && progress.state !== 'waiting' && waiting.delete(name))
            begin(it.subject, it.pushed, controller, true);
          options.onProgress(progress);
        },
        onResult: (result) => {
          const name = pushName(result);
          const it = byName.get(name);
          const ended = result.outcome ? { outcome: result.outcome } : { error: toDetails(result.error) };
          // One that never began, since it was stopped before its turn or another tab has done it, has no end either.
          const isNoNews = 'error' in ended && ['ABORTED', 'NOTHING_PENDING'].includes(ended.error.code);
          if (it && !(isNoNews && waiting.has(name))) end(it.subject, ended, true);
        },
      });
    } finally {
      for (const { subject } of subjects) controllers.delete(subject.caseId);
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
      const pushed = subjects.map((subject) => ({ subject, pushed: pushedBefore(subject) }));
      for (const it of pushed) begin(it.subject, it.pushed, controller);
      try {
        // Those that the person saw: what a stopped queue has left, or what waits for a decision, is not meant.
        const only = interrupted.map(({ caseId, connectorId }) => ({ caseId, connectorId }));
        await runMany(pushed, controller, (options) => store.resumeAll({ ...options, ifBusy: 'fail', only }));
      } catch (error) {
        for (const subject of subjects) end(subject, { error: toDetails(error) });
      }
    },
    /** Works at cases of the queue, as they were put in. */
    workAt: (items: readonly QueuedPush[]): Promise<BulkResult[]> => {
      const only = items.map(({ caseId, connectorId }) => ({ caseId, connectorId }));
      const subjects = items.map(({ caseId, title, connectorId, queuedAt }) => ({
        subject: { caseId, title, connectorId, resumed: null, choices: {} },
        // What a person has written since then is not replaced.
        pushed: { file: null, startedAt: queuedAt },
      }));
      return runMany(subjects, null, (options) => surroundings().store.resumeAll({ ...options, only }));
    },
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

const now = () => new Date().toISOString();

/** What an earlier page has begun with. */
function pushedBefore({ resumed }: Subject): Pushed {
  return { file: null, startedAt: resumed?.queuedAt ?? resumed?.startedAt ?? now() };
}

function toFinish(resumed: InterruptedPush): Subject {
  const { caseId, title, connectorId } = resumed;
  return { caseId, title, connectorId, resumed, choices: {} };
}
