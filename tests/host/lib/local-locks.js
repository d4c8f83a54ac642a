// Locks that several hosts of one process share. Those of a tab end with it, as a browser's do.
import { CaseConnectorsError } from 'case-connectors';

const aborted = () => new CaseConnectorsError('ABORTED', 'The push was aborted.', 'Push again.');

/** Who holds which lock, and who waits for it. */
export function sharedLocks() {
  /** Of each lock that is held, those who wait for it: each takes it, or answers that it does not want it any more. */
  const queues = new Map();

  function grant(name, tab) {
    if (!queues.has(name)) queues.set(name, []);
    const release = () => {
      if (!tab.held.delete(release)) return;
      const queue = queues.get(name);
      while (queue.length > 0) if (queue.shift()(name)) return;
      queues.delete(name);
    };
    tab.held.add(release);
    return release;
  }

  const waitForOne = (names, tab, signal) =>
    new Promise((resolve, reject) => {
      let isWaiting = true;
      const take = (name) => {
        if (!isWaiting || tab.isOver) return false;
        isWaiting = false;
        resolve(grant(name, tab));
        return true;
      };
      for (const name of names) queues.get(name).push(take);
      signal?.addEventListener('abort', () => {
        isWaiting = false;
        reject(aborted());
      });
    });

  return {
    /** As one tab sees them. With `end()` it gives back what it holds, and waits no more. */
    ofTab() {
      const tab = { held: new Set(), isOver: false };
      const acquireOne = async (names, signal) => {
        if (signal?.aborted) throw aborted();
        const free = names.find((name) => !queues.has(name));
        return free === undefined ? waitForOne(names, tab, signal) : grant(free, tab);
      };
      return {
        acquireOne,
        async acquire(name, { ifHeld, signal }) {
          return ifHeld === 'giveUp' && queues.has(name) ? null : acquireOne([name], signal);
        },
        held: async () => [...queues.keys()],
        end() {
          tab.isOver = true;
          for (const release of tab.held) release();
        },
      };
    },
  };
}
