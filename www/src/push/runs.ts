import type { CaseInput, InterruptedPush, PushOutcome, PushProgress, RemoteChoices, Settlement } from 'case-connectors';
import { useMemo } from 'react';
import { useBatched } from '../shared/batched';
import type { ShownError } from '../shared/error';

/** What a person has decided for a push: about what is unknown, and about what others have changed. */
export type Choices = RemoteChoices & { settle?: Settlement };

export interface Subject {
  caseId: string;
  title: string;
  connectorId: string;
  /** The push of an earlier page that it goes on with. */
  resumed: InterruptedPush | null;
  choices: Choices;
}

/** One case of many. */
export type One = Pick<Subject, 'caseId' | 'title' | 'connectorId'> & { input: CaseInput };

export type Result = { outcome: PushOutcome } | { error: ShownError };

/** The latest push of a case by this page: under way, ended, or refused before it began. */
export type Run = Subject &
  (
    | { state: 'running'; progress: PushProgress | null; isStopping: boolean }
    | { state: 'ended'; outcome: PushOutcome }
    | { state: 'refused'; error: ShownError }
  );

export type Runs = { readonly [caseId: string]: Run };

/** Many pushes at once tell more than a page can draw. */
const NEWS_MS = 150;

/** The pushes of this page. What is one of many is drawn together with the others. */
export function useRuns() {
  const { state: runs, now, later } = useBatched<Runs>({}, NEWS_MS);
  const actions = useMemo(() => {
    const draw = (isOneOfMany: boolean) => (isOneOfMany ? later : now);
    return {
      begin: (subject: Subject, isOneOfMany: boolean) =>
        draw(isOneOfMany)(put({ ...subject, state: 'running', progress: null, isStopping: false })),
      end: (subject: Subject, result: Result, isOneOfMany: boolean) =>
        draw(isOneOfMany)(
          put(
            'error' in result ? { ...subject, state: 'refused', ...result } : { ...subject, state: 'ended', ...result },
          ),
        ),
      tell: (progress: PushProgress) => later(update(progress.caseId, { progress })),
      stop: (caseId: string) => now(update(caseId, { isStopping: true })),
      clear: (caseId: string) => now((runs) => without(runs, caseId)),
    };
  }, [now, later]);
  return { runs, ...actions };
}

function put(run: Run) {
  return (runs: Runs) => ({ ...runs, [run.caseId]: run });
}

function update(caseId: string, change: Partial<Extract<Run, { state: 'running' }>>) {
  return (runs: Runs): Runs => {
    const run = runs[caseId];
    return run?.state === 'running' ? { ...runs, [caseId]: { ...run, ...change } } : runs;
  };
}

/** The same object where there was nothing to take away. */
export function without<T>(all: { readonly [key: string]: T }, key: string): { readonly [key: string]: T } {
  return key in all ? Object.fromEntries(Object.entries(all).filter(([it]) => it !== key)) : all;
}
