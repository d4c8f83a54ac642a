// What narrows: outcomes by their state, records by their kind, errors by their code.
import {
  CaseConnectorsError,
  type CheckId,
  type ErrorCode,
  type JournalEvent,
  type JournalRecord,
  type JournalStep,
  type Problem,
  type PushOutcome,
  type Check,
  type Warning,
} from 'case-connectors';

export function tell(outcome: PushOutcome): string {
  if (outcome.state === 'failed') return outcome.error.remedy;
  if (outcome.state === 'unknown') return outcome.error.message;
  const none: null = outcome.error;
  // @ts-expect-error No other state is left.
  if (outcome.state === 'failed') return String(none);
  // @ts-expect-error There is no such state.
  if (outcome.state === 'done') return '';
  return outcome.state;
}

export function resumed(outcome: PushOutcome & { caseId: string }): string {
  return outcome.state === 'failed' ? outcome.error.code : outcome.caseId;
}

export function record({ step, event }: JournalRecord): string {
  // @ts-expect-error Only a comment has a hash.
  void step.hash;
  // @ts-expect-error There is no such event.
  if (event.kind === 'reciept') return '';
  if (step.kind === 'comment') return `${step.commentId} ${step.edit + 1} ${step.hash}`;
  if (event.kind === 'receipt') return `${event.incident.title} ${event.evidence}`;
  return event.kind === 'intent' ? event.request.url : step.kind;
}

// @ts-expect-error A comment has more.
export const step: JournalStep = { kind: 'comment', commentId: 'c' };
// @ts-expect-error
export const event: JournalEvent = { kind: 'givenUp' };
// @ts-expect-error There is no such step.
export const other: JournalStep = { kind: 'delete' };

export function explain(error: unknown, problem: Problem, warning: Warning, check: Check): boolean {
  const code: ErrorCode = 'INCIDENT_EDITED';
  if (!(error instanceof CaseConnectorsError)) return false;
  // @ts-expect-error
  if (error.code === 'INCIDENT_EDITTED') return true;
  // @ts-expect-error
  if (problem.code === 'URL_NO_HTTPS') return true;
  // @ts-expect-error
  if (warning.code === 'TEXT_CUTTED') return true;
  // @ts-expect-error
  if (check.code === 'CORS') return true;
  const id: CheckId = 'cors';
  return (
    error.code === code || error.code === 'WASM_BLOCKED_BY_CSP' || error.code === 'OPTION_UNKNOWN' || check.id === id
  );
}
