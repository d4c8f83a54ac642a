import type { RemoteChoices } from 'case-connectors';
import type { ShownError } from '../shared/error';
import type { Run } from './runs';

export interface RemoteOption {
  label: string;
  choice: RemoteChoices;
  /** It makes a second incident: ask first. */
  recreates?: boolean;
}

interface Change {
  title: string;
  options: RemoteOption[];
}

/** What others did to the incident, and what a person may choose then. */
export const REMOTE_CHANGES: { [code: string]: Change } = {
  INCIDENT_EDITED: {
    title: 'Somebody edited the incident',
    options: [
      { label: 'Overwrite theirs', choice: { ifEdited: 'overwrite' } },
      { label: 'Keep theirs', choice: { ifEdited: 'keep' } },
    ],
  },
  INCIDENT_GONE: {
    title: 'The incident is gone',
    options: [{ label: 'Create a new incident', choice: { ifGone: 'recreate' }, recreates: true }],
  },
  INCIDENT_CLOSED: {
    title: 'The incident was closed',
    options: [
      { label: 'Continue in the closed incident', choice: { ifClosed: 'continue' } },
      { label: 'Create a new incident', choice: { ifClosed: 'recreate' }, recreates: true },
    ],
  },
};

/** Whether this error is a question about what others did. */
export function isQuestion(error: ShownError | null): boolean {
  return error !== null && Object.hasOwn(REMOTE_CHANGES, error.code);
}

/** Whether a push has ended with such a question. */
export function asksAboutRemote(run: Run | null): boolean {
  return run?.state === 'ended' && isQuestion(run.outcome.error);
}
