import type { InterruptedPush, PushProgress, PushStatus } from 'case-connectors';
import { isTakenUpByPage } from './offered';
import { asksAboutRemote } from './remote_questions';
import type { Run } from './runs';

/** What stands in the panel of a case with a connector: one of these, the first that holds. */
type Body =
  /** This page pushes it. `resumes`: it finishes what an earlier page has begun. */
  | { kind: 'running'; isStopping: boolean; resumes: boolean }
  /** Another tab pushes it. */
  | { kind: 'elsewhere' }
  | { kind: 'queued' }
  /** An earlier page has left a push that is to be finished first. */
  | { kind: 'interrupted'; interrupted: InterruptedPush }
  /** Only a person can say what became of the last push. */
  | { kind: 'toSettle' }
  /** The last push has ended with a question about what others did. */
  | { kind: 'asksAboutRemote' }
  | { kind: 'idle' };

/** `endedElsewhere`: below that stands how another tab's push has ended. */
export type PanelState = Body & { endedElsewhere: boolean };

/** What the panel knows of its case. */
export interface PanelFacts {
  caseId: string;
  /** The connector that the case goes to. */
  connectorId: string;
  /** The latest push by this page, to whichever connector. */
  run: Run | null;
  /** How the latest push of another tab stands. */
  other: PushProgress['state'] | null;
  /** Whether it waits for its turn in the queue. */
  isQueued: boolean;
  interrupted: readonly InterruptedPush[];
  status: PushStatus | null;
}

export function panelStateOf(facts: PanelFacts): PanelState {
  const { run, other, status } = facts;
  const hasEnded = other !== null && other !== 'running' && run === null && status?.state !== 'needsUpdate';
  return { ...bodyOf(facts), endedElsewhere: hasEnded };
}

function bodyOf(facts: PanelFacts): Body {
  const { caseId, run, other, status } = facts;
  const interrupted = facts.interrupted.find((it) => isTakenUpByPage(it, caseId));
  if (run?.state === 'running') return { kind: 'running', isStopping: run.isStopping, resumes: run.resumed !== null };
  if (other === 'running') return { kind: 'elsewhere' };
  if (facts.isQueued) return { kind: 'queued' };
  if (interrupted) return { kind: 'interrupted', interrupted };
  const ofConnector = runOf(run, facts.connectorId);
  if (status?.state === 'unknown' || isUnreadable(ofConnector)) return { kind: 'toSettle' };
  if (asksAboutRemote(ofConnector)) return { kind: 'asksAboutRemote' };
  return { kind: 'idle' };
}

/** The push, where it went to this connector. */
export function runOf(run: Run | null, connectorId: string): Run | null {
  return run?.connectorId === connectorId ? run : null;
}

/** Whether the push found the incident, but not which comments it has. */
export function isUnreadable(run: Run | null): boolean {
  return run?.state === 'ended' && run.outcome.error?.code === 'COMMENTS_UNREADABLE';
}

/** While it is, the case keeps its connector. */
export function isBeingPushed({ kind }: PanelState): boolean {
  return kind === 'running' || kind === 'elsewhere';
}

/** Whether the incident's status says something that the panel does not say already. */
export function showsStatus({ kind }: PanelState): boolean {
  return kind === 'toSettle' || kind === 'asksAboutRemote' || kind === 'idle';
}

/** Whether the panel itself asks for a secret that is missing: finishing a push asks for it in its own way. */
export function asksForSecret(state: PanelState): boolean {
  if (state.kind === 'running') return !state.resumes;
  return state.kind !== 'elsewhere' && state.kind !== 'interrupted';
}
