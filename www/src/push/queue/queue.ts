import type { BulkResult, ConnectorType, Settings, StoredConnector } from 'case-connectors';
import type { Files } from '../../cases/case_database';
import { viewOf } from '../../cases/case_view';
import { connectorOf } from '../../cases/connector_of_case';
import { toDetails } from '../../shared/error';
import type { Gate } from '../../vault/gate';
import type { Pushes } from '../pushes';
import { createItems, pendingOf } from './items';
import { NOT_KEPT, onQueueChange, readQueue, resultOf, type Queued } from './queued';
import { roundOf } from './round';

/** What the queue needs of the page around it, as it is now. */
export interface Surroundings extends Pick<Gate, 'unlock' | 'enterSecret'> {
  files: Files;
  connectors: readonly StoredConnector[];
  types: readonly ConnectorType[];
  settings: Settings;
  isLocked: boolean;
  pushMany: Pushes['pushMany'];
}

export type Queue = ReturnType<typeof createQueue>;

/**
 * The cases that are pushed one after the other. It goes on over a reload, and in another tab when this one is closed. It
 * lives as long as the page, and its functions stay the same.
 */
export function createQueue(surroundings: () => Surroundings) {
  const { store: state, read, change, add, pause, clear, setError } = createItems();
  let controller: AbortController | null = null;
  let isDraining = false;

  const readAndObey = async () => {
    // Another tab may have stopped what this one is doing.
    if ((await read()).isPaused) controller?.abort();
  };

  /** Pushes what is pending, round by round. */
  const drain = async (): Promise<void> => {
    if (isDraining) return;
    isDraining = true;
    await inTurn(async () => {
      for (;;) {
        await readAndObey();
        const { items, isPaused } = state.get();
        const pending = pendingOf(items);
        if (isPaused || pending.length === 0 || !(await run(pending))) return;
      }
    });
    isDraining = false;
    // What came in meanwhile.
    if (!state.get().isPaused && pendingOf(state.get().items).length > 0) void drain();
  };

  /** Answers whether the next round may begin: results that were not kept would be worked out again, without end. */
  const run = async (pending: Queued[]): Promise<boolean> => {
    const kept: Promise<boolean>[] = [];
    const own = new AbortController();
    controller = own;
    const { ready, lost } = roundOf(pending, surroundings().files);
    kept.push(change(lost));
    const open = new Set(ready.map(({ item }) => item));
    const end = (item: Queued | undefined, result: BulkResult) => {
      // What a stop has reached is still to be done.
      const isStopped = own.signal.aborted && (result.outcome?.error ?? result.error)?.code === 'ABORTED';
      if (item && open.delete(item) && !isStopped) kept.push(change([{ ...item, result: resultOf(result) }]));
    };
    try {
      const cases = ready.map(({ item: { caseId, title }, connectorId, file }) => ({
        caseId,
        title,
        connectorId,
        file,
      }));
      const results = await surroundings().pushMany(cases, own, (result) =>
        end(ready.find(({ item }) => item.caseId === result.caseId)?.item, result),
      );
      // One that could not even be kept has no name, only its place.
      for (const [at, result] of results.entries()) end(ready[at]?.item, result);
      const isKept = !(await Promise.all(kept)).includes(false);
      // Without any storage this page knows it all by itself.
      if (!isKept && (await readQueue())) throw NOT_KEPT;
      setError(null);
      return true;
    } catch (error) {
      setError(toDetails(error));
      await pause(true);
      return false;
    }
  };

  const goOn = async (): Promise<void> => {
    const { isLocked, connectors, unlock, enterSecret } = surroundings();
    const pending = pendingOf(state.get().items);
    if (isLocked && !(await unlock())) return;
    for (const { id } of missingOf(pending, connectors)) if (!(await enterSecret(id))) return;
    await pause(false);
  };

  return {
    state,
    drain,
    /** Goes on with what has no result, after a stop or where secrets were missing. */
    goOn,
    /** Puts kept cases in, each for its own connector or the default one, and goes on. */
    start: async (keys: string[]): Promise<void> => {
      const { files, connectors, settings, types } = surroundings();
      const added = keys.flatMap((key): Queued[] => {
        const file = files[key];
        if (!file) return [];
        const { id, title } = viewOf(file);
        const connector = connectorOf(viewOf(file), connectors, settings, types);
        return [{ key, caseId: id, title, connectorId: connector?.id ?? null, order: 0, result: null }];
      });
      await add(added);
      await goOn();
    },
    stop: async (): Promise<void> => {
      const stopped = pause(true);
      controller?.abort();
      await stopped;
    },
    /** Tries those again that are not complete. */
    retry: async (): Promise<void> => {
      const again = state.get().items.filter(({ result }) => result && result.state !== 'complete');
      await change(again.map((item) => ({ ...item, result: null })));
      await goOn();
    },
    /** Forgets the results. */
    clear,
    /** Reads what is stored, now and as other tabs change it, until the answer is called. */
    watch: () => {
      void readAndObey();
      return onQueueChange(() => void readAndObey());
    },
  };
}

/** The connectors of these cases whose secret must be entered first. */
export function missingOf(items: readonly Queued[], connectors: readonly StoredConnector[]): StoredConnector[] {
  const ids = new Set(items.map(({ connectorId }) => connectorId));
  return connectors.filter(({ id, isMissingSecrets }) => isMissingSecrets && ids.has(id));
}

const LOCK = 'case-connectors-dashboard/queue';

/**
 * One tab of all works on the queue. The others wait, and the next one goes on when that tab dies. The package keeps
 * tabs apart as well; this only keeps two from doing the same work.
 */
async function inTurn(work: () => Promise<void>): Promise<void> {
  // Not everywhere, whatever the types say: an insecure page has none.
  if (!navigator.locks) return work();
  await navigator.locks.request(LOCK, work);
}
