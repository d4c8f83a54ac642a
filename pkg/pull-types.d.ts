// Pulls: what the other team did in the incident of a case.
import type { AbortSignal } from './platform.js';
import type { ErrorDetails } from './push-types.js';

/** What is new since the last push or pull. Data: it can be stored, and passed to `applied` as it is. */
export interface Pulled {
  caseId: string;
  connectorId: string;
  /** The name of the system, such as `Jira`. */
  system: string;
  /** When it was pulled, ISO 8601. */
  at: string;
  incident: { id: string; title: string; url: string };
  /** Whether the incident is closed; `null` where it is gone. */
  closed: boolean | null;
  /** How it stands now, in the system's own words; `null` where it has none. */
  status: string | null;
  resolution: string | null;
  assignee: string | null;
  /** Empty where nothing is new. Comments come last, the oldest first. */
  changes: PulledChange[];
}

interface PulledPart<Kind extends string> {
  kind: Kind;
  /** By which a choice is made. */
  key: string;
  /** What is kept of it once it is decided. */
  mark: string;
  /** Whether taking it over changes the case. What does not is only acknowledged by a choice. */
  takes: boolean;
}

export type PulledChange = PulledComment | PulledText | PulledStatus | PulledValue | PulledIncident;

/** Somebody else has commented. */
export interface PulledComment extends PulledPart<'comment'> {
  /** Who, by the name that people see there. */
  by: string;
  /** The account; `null` where the system does not tell for certain. */
  account: { id: string; name: string } | null;
  /** When, ISO 8601; `null` where the system's words tell no point in time. */
  at: string | null;
  /** When, in the system's own words. */
  atWords: string | null;
  /** The comment's id there; `null` where the system tells none. */
  remoteId: string | null;
  /** What it says, as Markdown, without what is ours in it. */
  theirs: string;
  /** What the case holds of it, where an earlier version was taken over and it was changed since, here or there. */
  ours: string | null;
  /** It ends as comments do that a push sends, and nothing proves that one has sent it. */
  isClaim: boolean;
  /** What it becomes in the case. */
  comment: { id: string; text: string };
}

/** Somebody has changed the incident's title or description. */
export interface PulledText extends PulledPart<'title' | 'description'> {
  /** The remote field. */
  field: string;
  ours: string;
  theirs: string;
  /** As it stands there, in the system's own format. */
  value: unknown;
  /** What the journal said last of the field. `apply` notes nothing of what stands there where it has said more since. */
  record: string | null;
}

/** The incident has another status than when it was seen last; or it is closed, and the case is not. */
export interface PulledStatus extends PulledPart<'status'> {
  before: string | null;
  /** The case's status. */
  ours: string;
  theirs: string | null;
  /** The status that the case gets where it is taken over; `null` where it keeps its own. */
  status: 'open' | 'in-progress' | 'closed' | null;
  /** The remote field, where the incident's status follows the case. */
  field: string | null;
  /** As it stands there. */
  value: unknown;
  /** As that of a text. */
  record: string | null;
}

/** It has another resolution, or somebody else works on it. A case has no place for either. */
export interface PulledValue extends PulledPart<'resolution' | 'assignee'> {
  before: string | null;
  theirs: string | null;
}

/** It has another number or key, as an issue that was moved; or it is gone: deleted, or hidden from this account. */
export type PulledIncident =
  | (PulledPart<'incident'> & { before: string; theirs: string })
  | (PulledPart<'gone'> & { before: string });

/**
 * By the keys of changes. What is not in it stays undecided, and comes again with the next pull; so does a title, a description or a
 * status to be taken that was edited in the case since it was pulled.
 */
export type PullChoices = { readonly [key: string]: 'take' | 'keep' };

export interface PullOptions {
  /** In place of the case's own connector. */
  connectorId?: string | null | undefined;
  signal?: AbortSignal | null | undefined;
  /** The time limit of each request, in milliseconds. */
  timeoutMs?: number | null | undefined;
}

export interface PullAllOptions extends PullOptions {
  /** Called with each result as it comes. */
  onResult?: ((result: PullResult, progress: { finished: number; count: number }) => void) | null | undefined;
}

export interface ApplyOptions {
  /**
   * Stores the case's new bytes. What was decided is kept once it has: a page that dies before is asked again, and loses nothing.
   * Where it rejects, so does `apply`, and nothing is kept.
   */
  save?: ((securityCase: Uint8Array) => Promise<void> | void) | null | undefined;
}

/** What became of one case: one of the last two is `null`. */
export interface PullResult {
  /** `null`, as the next, where not even they could be found out. */
  caseId: string | null;
  connectorId: string | null;
  pulled: Pulled | null;
  error: ErrorDetails | null;
}
