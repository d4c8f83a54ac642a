import type { InterruptedPush, PushOutcome, PushProgress, RemoteChoices, Settlement } from 'case-connectors';
import type { ShownError } from '../shared/error';
import { createStore } from '../shared/store';

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

export type Result = { outcome: PushOutcome } | { error: ShownError };

/** The latest push of a case by this page: under way, ended, or refused before it began. */
export type Run = Subject &
  (
    | { state: 'running'; isStopping: boolean }
    | { state: 'ended'; outcome: PushOutcome }
    | { state: 'refused'; error: ShownError }
  );

type ByCase<T> = { readonly [caseId: string]: T };

/** Progress comes often, and stands apart, so that whoever reads the runs alone is not drawn anew with it. */
export interface RunsState {
  readonly runs: ByCase<Run>;
  /** How far the pushes of this page are that are under way. */
  readonly progress: ByCase<PushProgress>;
  /** How far the pushes of other tabs are, and how they ended. */
  readonly others: ByCase<PushProgress>;
}

/** Many pushes at once report more than a page can draw. */
const DRAW_MS = 150;

/** The pushes of this page, and what is heard of those of other tabs. What is one of many is drawn with the others. */
export function createRuns() {
  const store = createStore<RunsState>({ runs: {}, progress: {}, others: {} }, DRAW_MS);
  const draw = (isOneOfMany: boolean) => (isOneOfMany ? store.changeSoon : store.change);
  return {
    store,
    begin: (subject: Subject, isOneOfMany: boolean) =>
      draw(isOneOfMany)(({ runs, progress, others }) => ({
        runs: { ...runs, [subject.caseId]: { ...subject, state: 'running', isStopping: false } },
        progress: without(progress, subject.caseId),
        others: without(others, subject.caseId),
      })),
    end: (subject: Subject, result: Result, isOneOfMany: boolean) =>
      draw(isOneOfMany)(({ runs, progress, others }) => ({
        runs: { ...runs, [subject.caseId]: endedAs(subject, result) },
        progress: without(progress, subject.caseId),
        others,
      })),
    report: (progress: PushProgress) =>
      store.changeSoon((state) =>
        state.runs[progress.caseId]?.state === 'running'
          ? { ...state, progress: { ...state.progress, [progress.caseId]: progress } }
          : state,
      ),
    stop: (caseId: string) =>
      store.change((state) => {
        const run = state.runs[caseId];
        if (run?.state !== 'running') return state;
        return { ...state, runs: { ...state.runs, [caseId]: { ...run, isStopping: true } } };
      }),
    clear: (caseId: string) => store.change((state) => ({ ...state, runs: without(state.runs, caseId) })),
    reportOther: (progress: PushProgress) =>
      store.changeSoon((state) => ({ ...state, others: { ...state.others, [progress.caseId]: progress } })),
    clearOther: (caseId: string) => store.change((state) => ({ ...state, others: without(state.others, caseId) })),
  };
}

function endedAs(subject: Subject, result: Result): Run {
  return 'error' in result
    ? { ...subject, state: 'refused', error: result.error }
    : { ...subject, state: 'ended', outcome: result.outcome };
}

/** The same object where there was nothing to take away. */
function without<T>(all: ByCase<T>, key: string): ByCase<T> {
  return key in all ? Object.fromEntries(Object.entries(all).filter(([it]) => it !== key)) : all;
}

/** The cases that are pushed now, by this page. */
export function runningIn({ runs }: RunsState): string[] {
  return Object.values(runs).flatMap(({ caseId, state }) => (state === 'running' ? [caseId] : []));
}

/** The cases that other tabs push now. */
export function runningElsewhereIn({ others }: RunsState): string[] {
  return Object.values(others).flatMap(({ caseId, state }) => (state === 'running' ? [caseId] : []));
}
