// What belongs to one push: incident, plan, journal, effects and outcome.
import type { EngineErrorCode, ErrorCode, WarningCode } from './codes.js';
import type { License, Problem } from './form-types.js';
import type { LiveFields } from './field-types.js';

export type ClosureOption = 'close-by-user' | 'close-by-pushing';

/** Kibana's shape for users. */
export interface User {
  username: string | null;
  full_name: string | null;
  email: string | null;
  profile_uid?: string | undefined;
}

/** The incident's mapped fields, by the remote system's own names. */
export interface Incident {
  fields: { [name: string]: unknown };
  warnings: Warning[];
}

/** What is cut, changed or left out. */
export interface Warning {
  /** Stable, such as `TEXT_CUT`. */
  code: WarningCode;
  message: string;
  /** The remote field, or `comments`. */
  field: string;
  commentId: string | null;
  /** Where a text is changed: the place in the case's text, and what stands there once it is sent. */
  before: string | null;
  after: string | null;
}

/**
 * What a text field reads: `wiki` (Jira's REST v2), `adf` (its v3, as JSON), `html` (Resilient), `plain`, `journal` (plain, for
 * ServiceNow), `code` (HTML in ServiceNow's `[code]`), `raw` (Markdown as it was typed).
 */
export type TextFormat = 'wiki' | 'adf' | 'html' | 'code' | 'plain' | 'journal' | 'raw';

export interface RenderedText {
  text: string;
  /** Each kind of change once, with the beginning of the first text that it changed. */
  losses: { what: string; before: string; after: string }[];
}

/** A request without its secret: `fetch(url, rest)` could send it once `authorize` has added it. */
export interface BuiltRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  url: string;
  headers: { [name: string]: string };
  /** JSON text, or its bytes where a push asks to send it. */
  body: string | Uint8Array | null;
}

export interface PlanStep {
  kind:
    | 'prepare'
    | 'lookup'
    | 'readIncident'
    | 'readComments'
    | 'create'
    | 'update'
    | 'comment'
    | 'alerts'
    | 'items'
    | 'delegate';
  label: string;
  /** Whether it changes the remote side. */
  writes: boolean;
  commentId: string | null;
  /** What the texts of a step that writes are written in. */
  format: TextFormat | null;
  /** `{id}` stands for what an earlier step will answer. */
  request: BuiltRequest;
  /** The fields as the remote side was last given them, text as Markdown. */
  before: { [name: string]: unknown };
  /** The fields as they will be, text as Markdown; the request has it as it is sent. */
  after: { [name: string]: unknown };
  warnings: Warning[];
}

/** What a push would do now. No steps: the incident is up to date. */
export interface PushPlan {
  /** What makes the incident findable by any browser; empty with a delegate, since Kibana marks none. */
  mark: string;
  steps: PlanStep[];
  /** What the system would not take of the case's fields, by the live fields that were passed; empty without them. */
  problems: Problem[];
  warnings: Warning[];
}

export interface PushStatus {
  state: 'neverPushed' | 'upToDate' | 'needsUpdate' | 'unknown';
  /** Remote field names, `comments` or `alerts`; with a delegate `case`, `comments` or `connector`. */
  reasons: string[];
  /** How many comments would be sent. */
  comments: number;
  incident: IncidentRef | null;
}

export interface IncidentRef {
  id: string;
  /** The number or key that people use. */
  title: string;
  url: string;
}

/** A line of the journal. Keep it as it is; `seq` orders the records of one case and place. */
export interface JournalRecord {
  v: number;
  caseId: string;
  connectorId: string;
  baseUrl: string;
  /** What identifies the place that was written to: every connector of it goes on from the record. */
  place: string;
  seq: number;
  at: string;
  step: JournalStep;
  event: JournalEvent;
}

/** A write of a push, by which its records find each other. */
export type JournalStep =
  | { kind: 'create' }
  | { kind: 'update' }
  /** One version of a comment. `edit`: how many earlier ones were sent; `hash`: of the source text. */
  | { kind: 'comment'; commentId: string; edit: number; versionAt: string; hash: string }
  /** The number of alerts. */
  | { kind: 'alerts'; total: number }
  /** What the system takes of alerts beyond fields and comments, in its own terms. */
  | { kind: 'items'; items: string[] };

/** What a record says of its step. `fields` are the incident's; `hashes` those of their sources. */
export type JournalEvent =
  /** It is about to be sent: case text at rest. Without a later record nobody knows whether it happened. */
  | {
      kind: 'intent';
      request: BuiltRequest;
      fields: { [name: string]: unknown };
      hashes: { [name: string]: string };
      /** Of a create: what a look without the search starts from, where the system has one. */
      anchor: string | null;
      /** Of a create: the mark that it sets. */
      mark: string | null;
    }
  /** The remote side has it. */
  | {
      kind: 'receipt';
      /** The answer to the write; found by its mark or reference; named by the case; said by a person. */
      evidence: 'answered' | 'found' | 'adopted' | 'settled';
      incident: IncidentRef;
      externalCommentId: string | null;
      fields: { [name: string]: unknown };
      hashes: { [name: string]: string };
    }
  /** The remote side has it not, for certain: it refused, a look has shown it, or a person said so. */
  | { kind: 'rejected'; code: EngineErrorCode | 'NOT_THERE' | 'SETTLED_NOT_THERE' }
  /** Nobody can find out whether the remote side has it. It is not sent again. */
  | { kind: 'unconfirmed' }
  /** The push has learned what a person should know; the outcome of the push that completes tells it. */
  | { kind: 'warned'; warning: Warning }
  /** A person was asked: whether the remote side has it, since the push cannot know, or about this incident, which is closed or gone. */
  | { kind: 'asked'; incidentId: string | null }
  /** A push is complete, and its outcome has told what it was warned of. Of several only the last counts. */
  | { kind: 'complete' }
  /** A person gave the incident up: a new one takes its place. */
  | { kind: 'givenUp'; incidentId: string }
  /** Records before this one could not be read. What they said is found out. */
  | { kind: 'lost' };

export interface PlanOptions {
  journal?: readonly JournalRecord[] | null | undefined;
  /** ISO 8601, UTC; the present time where it is missing. */
  now?: string | undefined;
  license?: License | null | undefined;
  /**
   * Where people find a case: `{id}` stands for the case's id, such as `https://kibana.example/app/security/cases/{id}`. The
   * description and the comment on alerts end with it, and it stands where a text is too long and is cut.
   */
  caseUrl?: string | null | undefined;
  /** `false` leaves the address out of the description and of the comment on alerts. */
  linkBack?: boolean | null | undefined;
  /**
   * Who opens a new incident: a user name or a mail address in the system. On ServiceNow that person becomes the caller and the
   * one who has opened it; the other systems keep none. An update changes neither.
   */
  openedBy?: string | null | undefined;
  /**
   * What `connectorFields` answered: a plan judges the case's fields by it, and texts are cut where this system would cut them.
   */
  fields?: LiveFields | null | undefined;
}

/** What to do where the incident is no longer as the last push left it. Each stops the push unless it says otherwise. */
export interface RemoteChoices {
  /** Somebody edited the title or the description there (`INCIDENT_EDITED`; the outcome's `drift` shows both texts). */
  ifEdited?: 'stop' | 'overwrite' | 'keep' | undefined;
  /** It is not there any more, or not for this account (`INCIDENT_GONE`). */
  ifGone?: 'stop' | 'recreate' | undefined;
  /** It was closed (`INCIDENT_CLOSED`). `continue` writes into the closed one and does not open it again. */
  ifClosed?: 'stop' | 'continue' | 'recreate' | undefined;
  /**
   * An incident carries the case's mark, or the case names it, and nothing proves that ours made it (`INCIDENT_FOREIGN`;
   * the outcome's `claims` say who has created it). `create` is about the incident that was asked about: another one that the
   * push finds after it is asked about anew.
   */
  ifForeign?: 'stop' | 'adopt' | 'create' | undefined;
  /**
   * Something says that a comment was sent before, and nothing proves it (`ENTRY_UNVERIFIED`; the outcome's `claims` say who
   * has written what).
   */
  ifUnverified?: 'stop' | 'trust' | 'sendAgain' | undefined;
  /**
   * The new incident cannot be found by its mark, so that another browser would create a second one (`MARK_NOT_KEPT`).
   * `continue` goes on without the mark: for a case that nobody else pushes.
   */
  ifUnmarked?: 'stop' | 'continue' | undefined;
  /**
   * The system fails at a text with characters beyond U+FFFF, such as emoji (`RARE_CHARACTERS`). `leaveOut` sends this push without
   * them; the outcome's `warnings` say which are lost.
   */
  ifRare?: 'stop' | 'leaveOut' | undefined;
}

export interface PushOptions extends PlanOptions, RemoteChoices {
  closure?: ClosureOption | undefined;
  pushedBy?: User | null | undefined;
  /** From 0 to 1, spreads the waits of many pages; random where it is missing. */
  jitter?: number | undefined;
}

/** What a push asks its host to do next. */
export type PushEffect =
  | { kind: 'save'; records: JournalRecord[] }
  | { kind: 'send'; id: number; label: string; request: BuiltRequest }
  | { kind: 'wait'; ms: number; label: string }
  | { kind: 'done' };

export type FailReason = 'noAnswer' | 'timedOut' | 'aborted' | 'notSent';

/** What a person found out about a write whose outcome was unknown. */
export type Settlement =
  /** It is there. For the incident itself: its id, number or key, which the push reads before it believes it. */
  | { kind: 'there'; externalId?: string | undefined }
  /** It is not there: send it again. */
  | { kind: 'notThere' };

export interface HttpAnswer {
  /** 0 where a redirect was not followed. */
  status: number;
  headers: { [name: string]: string };
  body: Uint8Array;
}

/** Kibana's `external_service`. */
export interface ExternalService {
  connector_id: string;
  connector_name: string;
  external_id: string;
  external_title: string;
  external_url: string;
  pushed_at: string;
  pushed_by: User;
}

/** What a push has come to. */
export type PushOutcome = RunningOutcome | CompleteOutcome | FailedOutcome | UnknownOutcome;

/** It is under way. */
export interface RunningOutcome extends OutcomeParts {
  state: 'running';
  error: null;
}

/** The remote side has everything. */
export interface CompleteOutcome extends OutcomeParts {
  state: 'complete';
  error: null;
}

/** It stopped, and another push goes on from there. */
export interface FailedOutcome extends OutcomeParts {
  state: 'failed';
  error: ErrorDetails;
}

/** Nobody knows whether the last write happened: settle it, or push again to look once more. */
export interface UnknownOutcome extends OutcomeParts {
  state: 'unknown';
  error: ErrorDetails;
}

/** Something that says that the remote side has what the push would send, and that nothing proves. */
export interface Claim {
  /** An incident with the case's mark, or that the case names; an entry that ends as ours do; the case alone. */
  kind: 'incident' | 'entry' | 'case';
  /** The comment of the case that it is about. */
  commentId: string | null;
  /** Who has written it, where the system tells. Its `id` can be named as a colleague's in the connector. */
  account: { id: string; name: string } | null;
  /** When, in the system's own words. */
  at: string | null;
  /** The incident that is in question, for a person to look at; `null` for an entry and for the case. */
  incident: { id: string; title: string; url: string } | null;
}

/** What every outcome has. */
export interface OutcomeParts {
  externalService: ExternalService | null;
  /** The comments that this push sent, or found already there. */
  pushedComments: {
    id: string;
    /** The time of the version that the incident has: that of its edit, else of its creation. */
    pushedAt: string;
  }[];
  /** Whether the host should close the case. */
  closeCase: boolean;
  /** How many writes were sent and confirmed. */
  writes: number;
  /** Where the push stopped with `INCIDENT_EDITED`: what the last push left, what stands there, what would be written. */
  drift: { field: string; base: unknown; theirs: unknown; ours: unknown }[];
  /** Where it stopped because nothing proves what something says (`INCIDENT_FOREIGN`, `ENTRY_UNVERIFIED`). */
  claims: Claim[];
  /** What a person should know although the push went on. */
  warnings: Warning[];
  /** The JSON bytes of the case with all of this written into it; `null` while no incident is known. */
  updatedCase: Uint8Array | null;
}

/** One request of a bulk: its body are the bytes from `start` to `end`. */
export interface BulkRequest {
  caseIndex: number;
  kind: 'create' | 'comment' | 'alerts';
  commentId: string | null;
  method: string;
  /** `{id}` stands for the incident's id, which the create answers. */
  url: string;
  start: number;
  end: number;
}

export interface ErrorDetails {
  code: ErrorCode;
  message: string;
  remedy: string;
  /** The path of the value at fault. */
  field: string | null;
  /** The HTTP status, where the remote system answered. */
  status: number | null;
  /** The remote system's own words; the platform's, where no answer came. */
  remote: string | null;
  /** Why the connection failed, by the platform's code, such as `ECONNREFUSED`. Browsers do not tell. */
  cause: { code: string } | null;
}
