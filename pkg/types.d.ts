import type { AbortSignal } from './platform.js';

/** JSON of a case or of a page of comments: the bytes as the host received them (fastest), their text, or the object. */
export type CaseJson = Uint8Array | ArrayBuffer | string | object;

/**
 * A security case as Kibana's Cases API answers it. Since Kibana 9 the comments come apart: pass the pages of
 * `/api/cases/{id}/comments/_find` beside the case.
 */
export type CaseInput = CaseJson | { securityCase: CaseJson; commentPages: CaseJson[] };

export type ConnectorTypeId = '.servicenow' | '.jira' | '.resilient';
export type License = 'basic' | 'standard' | 'gold' | 'platinum' | 'enterprise' | 'trial';
export type ClosureOption = 'close-by-user' | 'close-by-pushing';

/** A value of a form. White space around text is trimmed. */
export type FormValue = string | number | boolean | null | undefined;

/** What a person has typed so far. */
export interface ConnectorDraft {
  /** Only for a stored connector. */
  id?: string | null;
  type: ConnectorTypeId | string;
  name?: string | null;
  /** The fields whose `path` begins with `config.`; those of the advanced part lie in `advanced`. */
  config?: { [key: string]: FormValue | { [key: string]: FormValue } };
  /** Empty ones keep what is stored. */
  secrets?: { [key: string]: string | null | undefined };
  /** The defaults of the type where there are none. */
  mappings?: FieldMapping[] | null;
}

/** A connector that can be used. It never holds a secret. */
export interface Connector {
  id: string;
  type: ConnectorTypeId;
  name: string;
  config: { [key: string]: FormValue | { [key: string]: FormValue } };
  mappings?: FieldMapping[] | null;
}

/** A connector as `CaseConnectors` stores it. */
export interface StoredConnector extends Connector {
  schemaVersion: number;
  /** Whether the secret must be entered before a push. A locked vault has it. */
  isMissingSecrets: boolean;
}

export interface FieldMapping {
  source: 'title' | 'description' | 'comments' | 'tags';
  /** The remote field, or `not_mapped`. */
  target: string;
  /** What an update does. `append` adds at the end, unless it already stands there. */
  action: 'overwrite' | 'append' | 'nothing';
}

/** A connector type with its form as data. */
export interface ConnectorType {
  id: ConnectorTypeId;
  name: string;
  /** Such as "To send cases to Jira or Jira Service Desk". */
  description: string;
  minimumLicense: License;
  /** Whether the licence that was passed is enough. */
  available: boolean;
  /** In the order in which they are shown. */
  fields: FormField[];
  /** The collapsed part. */
  advanced: FormField[];
  /** The remote fields that take mapped text. */
  targets: MappingTarget[];
  defaultMappings: FieldMapping[];
}

export interface FormField {
  key: string;
  /** Where the value lies in a draft, such as `config.apiUrl`; problems name the same path. */
  path: string;
  label: string;
  kind: 'text' | 'url' | 'secret' | 'flag' | 'select';
  required: boolean;
  secret: boolean;
  help: string;
  /** Of a select. */
  choices: { value: string; label: string }[] | null;
  default: string | boolean | null;
}

export interface MappingTarget {
  name: string;
  /** In UTF-16 units. */
  limit: number | null;
  required: boolean;
}

/** One problem of a form. */
export interface Problem {
  /** The path of the field; `null` where the whole form is meant. */
  field: string | null;
  /** Stable, such as `URL_NOT_HTTPS`. */
  code: string;
  severity: 'error' | 'warning';
  message: string;
}

export interface ValidateOptions {
  /** The stored connector, where the draft is an update: an empty secret then keeps the stored one. */
  existing?: ConnectorDraft & { isMissingSecrets?: boolean } | null;
  /** The names of the other connectors. */
  otherNames?: string[];
  license?: License | null;
}

/** Kibana's shape for users. */
export interface User {
  username: string | null;
  full_name: string | null;
  email: string | null;
  profile_uid?: string;
}

/** The incident's mapped fields, by the remote system's own names. */
export interface Incident {
  fields: { [name: string]: unknown };
  warnings: Warning[];
}

/** What is cut, changed or left out. */
export interface Warning {
  /** Stable, such as `TEXT_CUT`. */
  code: string;
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
  kind: 'prepare' | 'lookup' | 'readIncident' | 'readComments' | 'create' | 'update' | 'comment' | 'alerts' | 'delegate';
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

/** A line of the journal. Keep it as it is; `seq` orders the records of one case and connector. */
export interface JournalRecord {
  v: number;
  caseId: string;
  connectorId: string;
  baseUrl: string;
  seq: number;
  at: string;
  step: { kind: string; [key: string]: unknown };
  /** `intent`, `receipt`, `rejected`, `givenUp` or `lost`. */
  event: { kind: string; [key: string]: unknown };
}

export interface PlanOptions {
  journal?: JournalRecord[];
  /** ISO 8601, UTC; the present time where it is missing. */
  now?: string;
  license?: License | null;
  /**
   * Where people find a case, for texts that are too long and are cut: `{id}` stands for the case's id, such as
   * `https://kibana.example/app/security/cases/{id}`.
   */
  caseUrl?: string | null;
}

/** What to do where the incident is no longer as the last push left it. Each stops the push unless it says otherwise. */
export interface RemoteChoices {
  /** Somebody edited the title or the description there (`INCIDENT_EDITED`; the outcome's `drift` shows both texts). */
  ifEdited?: 'stop' | 'overwrite' | 'keep';
  /** It is not there any more, or not for this account (`INCIDENT_GONE`). */
  ifGone?: 'stop' | 'recreate';
  /** It was closed (`INCIDENT_CLOSED`). `continue` writes into the closed one and does not open it again. */
  ifClosed?: 'stop' | 'continue' | 'recreate';
}

export interface PushOptions extends PlanOptions, RemoteChoices {
  closure?: ClosureOption;
  pushedBy?: User | null;
  /** From 0 to 1, spreads the waits of many pages; random where it is missing. */
  jitter?: number;
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
  | { kind: 'there'; externalId?: string }
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
export interface PushOutcome {
  /**
   * `complete`: the remote side has everything. `failed`: it stopped, and another push goes on from there.
   * `unknown`: nobody knows whether the last write happened; settle it, or push again to look once more.
   */
  state: 'running' | 'complete' | 'failed' | 'unknown';
  error: ErrorDetails | null;
  externalService: ExternalService | null;
  /** The comments that this push sent, or found already there. */
  pushedComments: { id: string; pushedAt: string }[];
  /** Whether the host should close the case. */
  closeCase: boolean;
  /** How many writes were sent and confirmed. */
  writes: number;
  /** Where the push stopped with `INCIDENT_EDITED`: what the last push left, what stands there, what would be written. */
  drift: { field: string; base: unknown; theirs: unknown; ours: unknown }[];
  /** The JSON bytes of the case with all of this written into it; `null` while no incident is known. */
  updatedCase: Uint8Array | null;
}

export interface ErrorDetails {
  code: string;
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

export interface OpenOptions {
  /** The name of the IndexedDB database; `case-connectors` where it is missing. */
  name?: string;
  /** Keeps apart what several users or spaces store under one origin. */
  namespace?: string;
  /** `memory` keeps nothing over a reload. `indexeddb` where it is missing. */
  store?: 'indexeddb' | 'memory';
  license?: License | null;
  /** As in `PlanOptions`. */
  caseUrl?: string | null;
  transport?: Transport;
  /** Who does the pushes in place of this browser. The transport does not count for it. */
  delegate?: Delegate;
  /** How many pushes run at once against one base URL, over all tabs: 1 to 16; 4 where it is missing. */
  concurrency?: number;
  /** Called after each request, for a log. Secrets are taken out, also where a server repeats one in its answer. */
  onExchange?: (exchange: Exchange) => void;
  /** In place of the platform's clock, for tests: milliseconds since 1970, and a wait. */
  clock?: { now(): number; sleep(ms: number): Promise<void> };
}

export type Transport =
  | { kind: 'direct' }
  /**
   * Through a gateway at this URL, which may be a path of the page's own origin. With `holdsSecrets` it has the
   * secrets, and the page sends only the connector's id, and the gateway's own cookie.
   */
  | { kind: 'gateway'; url: string; holdsSecrets?: boolean };

/**
 * Kibana, by its URL with the base path, which may be a path of the page's own origin. Its session goes along only
 * where the page has Kibana's origin. See docs/kibana.md: Kibana guarantees less than a push from the browser.
 */
export type Delegate = {
  kind: 'kibana';
  url: string;
  space?: string;
  /**
   * Sends the requests to Kibana in place of the platform's `fetch`, such as by Kibana's own `core.http`. Resolves with
   * every answer, errors included; rejects where none came.
   */
  send?: (request: BuiltRequest, options: { signal: AbortSignal }) => Promise<HttpAnswer>;
};

/** A request of a push or of a connection test, with its answer. Neither holds a secret, or a header that names somebody. */
export interface Exchange {
  /** `null` for a connection test. */
  caseId: string | null;
  connectorId: string | null;
  /** The step in words. */
  label: string;
  startedAt: string;
  /** How long it took, in milliseconds. */
  ms: number;
  /** As it was sent, by way of a gateway too; its body is text. */
  request: BuiltRequest;
  answer: { status: number; headers: { [name: string]: string }; body: string } | null;
  /** Why no answer came. */
  error: ErrorDetails | null;
}

export interface Vault {
  level: 'memory' | 'device' | 'passphrase';
  locked: boolean;
  /** How many connectors have sealed secrets. */
  sealed: number;
  /** Of a passphrase: it locks after so long without use. */
  autoLockMs: number | null;
}

export type VaultOptions =
  /** Until the page is gone. */
  | { level: 'memory' }
  /** Sealed with a key that the browser keeps and shows to no script. */
  | { level: 'device' }
  /** Sealed with a key made from a passphrase. It locks after 15 minutes without use, unless set otherwise. */
  | { level: 'passphrase'; passphrase: string; autoLockMs?: number };

/** What must be entered again. */
export interface MissingSecrets {
  connectorId: string;
  name: string;
  /** The paths of the fields, such as `secrets.apiToken`. */
  fields: string[];
}

export interface ConnectorExport {
  format: 'case-connectors';
  version: number;
  connectors: (Connector & { schemaVersion: number })[];
  missingSecrets: MissingSecrets[];
}

export interface ImportResult {
  results: ({ name: string; saved: true; id: string } | { name: string | null; saved: false; error: ErrorDetails })[];
  missingSecrets: MissingSecrets[];
}

/** A push that did not complete. */
export interface InterruptedPush {
  caseId: string;
  connectorId: string;
  /** `null` where the connector was deleted, or is Kibana's. */
  connectorName: string | null;
  title: string;
  startedAt: string;
  /** `interrupted`: its tab died. `queued`: its turn never came. The others as in an outcome. */
  state: 'interrupted' | 'queued' | 'failed' | 'unknown';
  error: ErrorDetails | null;
  isMissingSecrets: boolean;
}

/** A stored record that could not be read. */
export interface AsideRecord {
  v: number;
  table: string;
  key: string;
  value: unknown;
  reason: string;
  at: string;
}

export interface Settings {
  defaultConnectorId: string | null;
  closure: ClosureOption;
}

/** The connector of one case, with its per-case fields. */
export interface CaseChoice {
  connectorId: string;
  fields: { [key: string]: unknown } | null;
}

export interface PushProgress {
  caseId: string;
  connectorId: string;
  /** `waiting` for another tab that pushes the same case; the others as in an outcome. */
  state: 'waiting' | 'running' | 'complete' | 'failed' | 'unknown';
  /** The step in words. */
  label: string;
  /** The writes that are done, and how many the push has. */
  done: number;
  total: number;
  /** While waiting: how long, in milliseconds. */
  waitMs: number | null;
}

export interface RunOptions extends RemoteChoices {
  /**
   * Where it is missing: the case's own choice, else the connector of the case, else the default connector. With a
   * delegate the connector of the case alone; the id is Kibana's, and nothing is stored here under it.
   */
  connectorId?: string;
  signal?: AbortSignal;
  /** Per request, in milliseconds; 30,000 where it is missing, and 300,000 for the `_push` of a delegate. */
  timeoutMs?: number;
  /** Kibana as the delegate names its own user. */
  pushedBy?: User | null;
  onProgress?: (progress: PushProgress) => void;
  /** Settles what an earlier push left unknown, and goes on. */
  settle?: Settlement;
  /** Where another tab pushes the same case: wait for it, or reject with `PUSH_BUSY`. */
  ifBusy?: 'wait' | 'fail';
}

export interface BulkOptions extends Omit<RunOptions, 'settle'> {
  /** Called as each case ends. */
  onResult?: (result: BulkResult, progress: { finished: number; count: number }) => void;
}

export interface ResumeOptions extends BulkOptions {
  /** These alone; all that are pending where it is missing, also those that wait for a decision. */
  only?: { caseId: string; connectorId: string }[];
}

/** The result of one case: its outcome, or why its push could not begin. */
export type BulkResult =
  | { caseId: string; connectorId: string; outcome: PushOutcome; error: null }
  | { caseId: string | null; connectorId: string | null; outcome: null; error: ErrorDetails };

export type SaveResult =
  | { saved: true; connector: StoredConnector; problems: Problem[] }
  | { saved: false; connector: null; problems: Problem[] };

/** What a test of a connector looks at, in this order. */
export type CheckId =
  | 'form' | 'reachable' | 'cors' | 'certificate' | 'product' | 'credentials' | 'place' | 'permissions' | 'fields';

/** One line of the report of a test. */
export interface Check {
  id: CheckId;
  /** `skipped`: not asked, or reading cannot tell (`CANNOT_TELL`); the message says why. */
  state: 'passed' | 'warning' | 'failed' | 'skipped';
  /** Stable, such as `CORS_REFUSED`; `null` where there is nothing to do. */
  code: string | null;
  message: string;
  remedy: string | null;
  /** The remote system's own words; the browser's, where no answer came. */
  remote: string | null;
  /** The HTTP status, where the remote system answered. */
  status: number | null;
}

export interface TestReport {
  /** The worst of the checks. What reading cannot tell does not count. */
  grade: 'ok' | 'warning' | 'failed';
  checks: Check[];
}

export interface TestProgress {
  /** What is asked next; empty at the end. */
  label: string;
  /** What is known so far. A later answer may make one worse. */
  checks: Check[];
}

export interface TestOptions {
  signal?: AbortSignal;
  /** Per request, in milliseconds; 10,000 where it is missing. */
  timeoutMs?: number;
  onProgress?: (progress: TestProgress) => void;
}
