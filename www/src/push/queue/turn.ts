const LOCK = 'case-connectors-dashboard/queue';

/**
 * One tab of all works on the queue. The others wait, and the next one goes on when that tab dies. The package keeps
 * tabs apart as well; this only keeps two from doing the same work.
 */
export async function inTurn(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work();
  await navigator.locks.request(LOCK, work);
}
