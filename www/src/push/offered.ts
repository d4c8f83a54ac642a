import type { InterruptedPush, QueuedPush } from 'case-connectors';
import { pushName } from './push_name';
import { isQuestion } from './remote_questions';
import type { RunsState } from './runs';

/** Of the pushes that did not complete, those that this page offers to finish, and those that it is finishing. */
export function offeredOf(
  all: readonly InterruptedPush[],
  runs: RunsState['runs'],
  elsewhere: readonly string[],
  queue: readonly QueuedPush[],
): InterruptedPush[] {
  // The queue has a page of its own.
  const queued = new Set(queue.map(pushName));
  const offered = all.filter((push) => {
    const run = runs[push.caseId];
    // What this page has pushed by itself, the page of its case shows; and so do other tabs what they push.
    const isShown = run && !run.resumed && run.connectorId === push.connectorId;
    return !queued.has(pushName(push)) && !isShown && !elsewhere.includes(push.caseId);
  });
  // While one is being finished it counts as under way, and the package lists it no more.
  const listed = new Set(offered.map(pushName));
  const finishing = Object.values(runs).flatMap(({ state, resumed }) =>
    state === 'running' && resumed && !listed.has(pushName(resumed)) ? [resumed] : [],
  );
  return [...offered, ...finishing];
}

/** Whether the page of this case offers to finish the push in place of its push button. */
export function isTakenUpByPage({ caseId, connectorName, state }: InterruptedPush, pageOf: string | null): boolean {
  return caseId === pageOf && connectorName !== null && (state === 'interrupted' || state === 'queued');
}

/** Whether it can go on without a decision that only the page of its case asks for. */
export function canFinish({ connectorName, error }: InterruptedPush): boolean {
  return connectorName !== null && !isQuestion(error);
}
