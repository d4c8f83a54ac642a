import type { CaseConnectors, ConnectorType, PushQueue, QueuedPush, Settings, StoredConnector } from 'case-connectors';
import type { Files } from '../../cases/case_database';
import { toInput, type CaseFile } from '../../cases/case_file';
import { viewOf } from '../../cases/case_view';
import { connectorOf } from '../../cases/connector_of_case';
import { toDetails, type ShownError } from '../../shared/error';
import { createStore } from '../../shared/store';
import { YOU } from '../../shared/user';
import type { Gate } from '../../vault/gate';
import { pushName } from '../push_name';
import type { Pushes } from '../pushes';
import { forgetLeft, readLeft } from './left_queue';
import { NO_CASE, NO_CONNECTOR, type Refused } from './refused';

/** What the queue needs of the page around it, as it is now. */
export interface Surroundings extends Pick<Gate, 'unlock' | 'enterSecret'> {
  store: CaseConnectors;
  files: Files;
  keyOf: (caseId: string) => string | null;
  connectors: readonly StoredConnector[];
  types: readonly ConnectorType[];
  settings: Settings;
  isLocked: boolean;
  workAt: Pushes['workAt'];
}

/** The package's queue, as it was read last, with what this page alone knows. */
export interface QueueState extends Readonly<PushQueue> {
  readonly isLoading: boolean;
  /** Why it could not go on at all. */
  readonly error: ShownError | null;
  /** Cases that could not be put in. */
  readonly refused: readonly Refused[];
}

export type Queue = ReturnType<typeof createQueue>;

/** How a tab's turn at the queue has ended. */
type Ended = 'done' | 'locked';

/** Many cases end in a second. */
const DRAW_MS = 250;

export function openOf(items: readonly QueuedPush[]): QueuedPush[] {
  return items.filter(({ result }) => result === null);
}

/**
 * The package's queue on this page: it is shown here, and worked at by one tab of all. It goes on over a reload, and in another
 * tab when this one is closed. It lives as long as the page, and its functions stay the same.
 */
export function createQueue(surroundings: () => Surroundings) {
  const state = createStore<QueueState>({ items: [], isLoading: true, isPaused: false, error: null, refused: [] });
  const set = (changed: Partial<QueueState>) => state.change((before) => ({ ...before, ...changed }));
  let isWorking = false;
  /** A person has said that a stopped queue goes on. */
  let isMeantToGoOn = false;
  let drawing: ReturnType<typeof setTimeout> | null = null;

  const read = async (): Promise<PushQueue> => {
    const { isPaused, items } = await surroundings().store.queue();
    set({ isPaused, items, isLoading: false });
    return { isPaused, items };
  };
  const draw = () =>
    read().then(
      () => {},
      (error: unknown) => set({ error: toDetails(error), isLoading: false }),
    );
  const drawSoon = () => {
    drawing ??= setTimeout(() => {
      drawing = null;
      void draw();
    }, DRAW_MS);
  };

  const rounds = async (): Promise<Ended> => {
    for (;;) {
      const { items, isPaused } = await read();
      const open = openOf(items);
      const goesOn = isMeantToGoOn || !isPaused;
      isMeantToGoOn = false;
      if (open.length === 0 || !goesOn) return 'done';
      const ended = await round(open);
      if (ended !== 'goesOn') return ended;
    }
  };

  /** Works at what is to be done, round by round: what is put in meanwhile is for the next one. */
  const work = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    try {
      // The passphrase is asked for outside the turn: nobody may be there to answer, and another tab may be unlocked.
      while ((await inTurn(rounds)) === 'locked' && (await surroundings().unlock()));
    } catch (error) {
      // What cannot be read now would be tried again without end: who reads the error says that it goes on.
      isMeantToGoOn = false;
      set({ error: toDetails(error) });
    } finally {
      isWorking = false;
    }
    // A stop that was taken back while what it broke off was ending.
    if (isMeantToGoOn) void work();
  };

  /** What did not end, or cannot be kept, would be tried again without end. */
  const round = async (open: QueuedPush[]): Promise<Ended | 'goesOn'> => {
    const { workAt, store } = surroundings();
    let error: unknown = null;
    let [hasEnded, isLocked] = [false, false];
    try {
      const results = await workAt(open);
      const left = new Set(openOf((await read()).items).map(pushName));
      hasEnded = open.some((it) => !left.has(pushName(it)));
      isLocked = results.some((it) => it.error?.code === 'VAULT_LOCKED');
      const isLost = (code: string | undefined) => code !== undefined && !['ABORTED', 'VAULT_LOCKED'].includes(code);
      error = results.find((it) => left.has(pushName(it)) && isLost(it.error?.code))?.error;
    } catch (thrown) {
      error = thrown;
    }
    // A vault that has locked itself: what is left waits, until somebody unlocks it here or says that it goes on.
    if (!error && isLocked) return 'locked';
    if (!error) return hasEnded || isMeantToGoOn ? 'goesOn' : 'done';
    set({ error: toDetails(error) });
    await store.pauseAll().catch(() => {});
    await draw();
    return 'done';
  };

  const goOn = async (): Promise<void> => {
    set({ error: null });
    const open = openOf((await read()).items);
    const { isLocked, connectors, unlock, enterSecret } = surroundings();
    if (isLocked && !(await unlock())) return;
    for (const { id } of missingOf(open, connectors)) if (!(await enterSecret(id))) return;
    isMeantToGoOn = true;
    await work();
  };

  /** Puts cases in, in their order; those that follow each other with one connector at once. */
  const put = async (cases: { file: CaseFile; connectorId: string }[], refused: Refused[]): Promise<void> => {
    const { store } = surroundings();
    const runs: { connectorId: string; files: CaseFile[] }[] = [];
    for (const { file, connectorId } of cases) {
      const last = runs.at(-1);
      if (last?.connectorId === connectorId) last.files.push(file);
      else runs.push({ connectorId, files: [file] });
    }
    for (const { connectorId, files } of runs) {
      const results = await store.enqueue(files.map(toInput), { connectorId, pushedBy: YOU });
      results.forEach(({ error }, at) => {
        const file = files[at];
        if (error && file) refused.push({ title: viewOf(file).title, error: toDetails(error) });
      });
    }
    set({ refused });
  };

  const asked = async (ask: () => Promise<void>): Promise<void> => {
    try {
      await ask();
    } catch (error) {
      set({ error: toDetails(error) });
    }
    await draw();
  };

  /** Puts those in again, as they are now, to the connector that they went to, and goes on. */
  const retry = (items: readonly QueuedPush[]) =>
    asked(async () => {
      const { files, keyOf } = surroundings();
      const refused: Refused[] = [];
      const cases = items.flatMap(({ caseId, title, connectorId }) => {
        const file = files[keyOf(caseId) ?? ''];
        if (file) return [{ file, connectorId }];
        refused.push({ title, error: NO_CASE });
        return [];
      });
      await put(cases, refused);
      await goOn();
    });

  return {
    state,
    work,
    /** Goes on with what has no result, after a stop or where secrets were missing. */
    goOn: () => asked(goOn),
    /** Puts kept cases in, each for its own connector or the default one, and goes on. Results of before go. */
    start: (keys: readonly string[]) =>
      asked(async () => {
        const { store, files, connectors, settings, types } = surroundings();
        const refused: Refused[] = [];
        const cases = keys.flatMap((key) => {
          const file = files[key];
          if (!file) return [];
          const view = viewOf(file);
          const connector = connectorOf(view, connectors, settings, types);
          if (connector) return [{ file, connectorId: connector.id }];
          refused.push({ title: view.title, error: NO_CONNECTOR });
          return [];
        });
        await store.clearQueue();
        await put(cases, refused);
        await goOn();
      }),
    retry,
    /**
     * There is a network: what has stopped for want of one is put in once more, also by an earlier page. It goes on as all that is to be done:
     * not in a queue that a person has stopped, and not before a passphrase that nobody asks for unasked.
     */
    backOnline: () =>
      asked(() =>
        inTurn(async () => {
          const { files, keyOf } = surroundings();
          const stopped = (await read()).items.filter(({ result }) => result?.error?.code === 'OFFLINE');
          const cases = stopped.flatMap(({ caseId, connectorId }) => {
            const file = files[keyOf(caseId) ?? ''];
            return file ? [{ file, connectorId }] : [];
          });
          if (cases.length > 0) await put(cases, [...state.get().refused]);
        }),
      ),
    /** Stops it in all tabs. */
    stop: () => asked(() => surroundings().store.stopAll()),
    /** Forgets the results. */
    clear: () =>
      asked(async () => {
        set({ refused: [] });
        await surroundings().store.clearQueue();
      }),
    /** Takes one off that waits. Rejects where that fails. */
    discard: async ({ caseId, connectorId }: QueuedPush): Promise<void> => {
      await surroundings().store.dismiss(caseId, connectorId);
      await draw();
    },
    /** Takes everything off that is still to be done. Rejects where that fails. */
    discardAll: async (): Promise<void> => {
      await surroundings().store.dismissAll();
      await draw();
    },
    dismissRefused: () => set({ refused: [] }),
    /** Puts in what the dashboard had queued before the package had a queue. */
    takeOverLeft: () =>
      asked(() =>
        inTurn(async () => {
          const left = await readLeft();
          if (!left) return;
          const { store, files } = surroundings();
          const refused: Refused[] = [];
          const cases = left.items.flatMap(({ key, title, connectorId }) => {
            const file = files[key];
            if (file && connectorId) return [{ file, connectorId }];
            refused.push({ title, error: file ? NO_CONNECTOR : NO_CASE });
            return [];
          });
          if (left.isPaused) await store.pauseAll();
          await put(cases, refused);
          await forgetLeft();
        }),
      ),
    /** Reads it, now and as it changes in whichever tab, until the answer is called. */
    watch: () => {
      void draw();
      const leave = surroundings().store.watchQueue(drawSoon);
      return () => {
        leave();
        if (drawing !== null) clearTimeout(drawing);
        drawing = null;
      };
    },
  };
}

/** The connectors of these cases whose secret must be entered first. */
export function missingOf(items: readonly QueuedPush[], connectors: readonly StoredConnector[]): StoredConnector[] {
  const ids = new Set(items.map(({ connectorId }) => connectorId));
  return connectors.filter(({ id, isMissingSecrets }) => isMissingSecrets && ids.has(id));
}

const LOCK = 'case-connectors-dashboard/queue';

/**
 * One tab of all works at the queue. The others wait, and the next one goes on when that tab dies. The package keeps
 * tabs apart as well; this only keeps two from doing the same work.
 */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  // Not everywhere, whatever the types say: an insecure page has none.
  if (!navigator.locks) return work();
  return navigator.locks.request(LOCK, work);
}
