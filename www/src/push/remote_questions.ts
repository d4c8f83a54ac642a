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
  /** What the choices mean, where their labels do not say it all. */
  hint?: string;
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
  INCIDENT_FOREIGN: {
    title: 'Is this the incident of the case?',
    hint: 'Anybody who knows the case can set its mark, and a case file can name any incident. Look at it before you choose.',
    options: [
      { label: 'Yes: take it over', choice: { ifForeign: 'adopt' } },
      { label: 'No: create another incident', choice: { ifForeign: 'create' }, recreates: true },
    ],
  },
  ENTRY_UNVERIFIED: {
    title: 'Was this sent before?',
    hint: 'A line in the incident looks like one of ours, and nothing proves who wrote it. Look at the incident before you choose.',
    options: [
      { label: 'Yes: it is there', choice: { ifUnverified: 'trust' } },
      { label: 'No: send it', choice: { ifUnverified: 'sendAgain' } },
    ],
  },
  MARK_NOT_KEPT: {
    title: 'Another browser would not find this incident',
    hint: 'Correct the right first, where you can. Who goes on without should be the only one who pushes this case.',
    options: [{ label: 'Go on without the mark', choice: { ifUnmarked: 'continue' } }],
  },
  RARE_CHARACTERS: {
    title: 'The system fails at characters of this text',
    hint: 'Without them, each becomes \uFFFD in the incident, in this push alone: the case keeps them. The outcome says which were left out.',
    options: [
      { label: 'Push without these characters', choice: { ifRare: 'leaveOut' } },
      { label: 'Push again as it is', choice: { ifRare: 'stop' } },
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
