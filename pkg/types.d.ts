import type { AbortSignal } from './platform.js';
import type { Locks } from './host/locks.js';
import type { Store } from './host/store.js';
// What a host of `case-connectors` passes and gets. Connectors and forms, and what belongs to one push, lie beside.
import type { EngineErrorCode } from './codes.js';
import type { License, Problem } from './form-types.js';
import type {
  BuiltRequest,
  ErrorDetails,
  HttpAnswer,
  PushOutcome,
  RemoteChoices,
  Settlement,
  User,
} from './push-types.js';

export type { Locks } from './host/locks.js';
export type { Store, StoreChange } from './host/store.js';
export type * from './codes.js';
export type * from './connector-types.js';
export type * from './systems.js';
export type * from './field-types.js';
export type * from './pull-types.js';
export type * from './form-types.js';
export type * from './push-types.js';
export type { PushQueue, QueuedPush } from './host/queue.js';
export type { SaveResult } from './host/connectors.js';
export type {
  AsideRecord,
  ConnectorChange,
  ConnectorExport,
  ImportOptions,
  ImportResult,
  MissingSecrets,
  ReplacedConnector,
} from './host/exports.js';
export type { Pause } from './host/pauses.js';
export type { CaseChoice, Settings } from './host/settings.js';
export type { Vault, VaultOptions } from './host/vault.js';

/** JSON as it came: its bytes (fastest), or their text. */
export type JsonText = Uint8Array | ArrayBuffer | string;

/** A case as an object: what it cannot do without, and whatever else the Cases API answers. */
export interface CaseObject {
  id: string;
  title: string;
  // biome-ignore lint/suspicious/noExplicitAny: an interface of a host has no index signature, and only this one takes it.
  [member: string]: any;
}

/** A page of comments as an object. */
export interface CommentPageObject {
  comments: readonly object[];
  // biome-ignore lint/suspicious/noExplicitAny: as in a case.
  [member: string]: any;
}

/** Documents of alerts as an object: a search's answer. */
export interface AlertPageObject {
  hits: {
    hits: readonly object[];
    // biome-ignore lint/suspicious/noExplicitAny: as in a case.
    [member: string]: any;
  };
  // biome-ignore lint/suspicious/noExplicitAny: as in a case.
  [member: string]: any;
}

export type CaseJson = JsonText | CaseObject;

/**
 * A security case as Kibana's Cases API answers it. Since Kibana 9 the comments come apart: pass the pages of
 * `/api/cases/{id}/comments/_find` beside the case. Of alerts a case has only the ids. Where their documents are passed too,
 * as Elasticsearch answers a search (`{ hits: { hits: [{ _id, _source }] } }`), ServiceNow SecOps gets their addresses,
 * hashes and URLs; documents of other alerts are passed over, with a warning.
 */
export type CaseInput =
  | CaseJson
  | {
      securityCase: CaseJson;
      commentPages?: readonly (JsonText | CommentPageObject)[] | null | undefined;
      alertPages?: readonly (JsonText | AlertPageObject)[] | null | undefined;
    };

/** What a case holds of what a push needs. */
export interface CaseSummary {
  id: string;
  title: string;
  /** `open`, `in-progress` or `closed`, where the case says so. */
  status: string | null;
  /** How many comments people have written. */
  comments: number;
  /** How many different alerts are attached. */
  alerts: number;
  /** How many attachments are neither: they are not pushed. */
  otherAttachments: number;
}

export interface OpenOptions {
  /** The name of the IndexedDB database; `case-connectors` where it is missing. */
  name?: string | undefined;
  /** Keeps apart what several users or spaces store in IndexedDB under one origin. Nothing in files or a `Store` of your own: give each its own. */
  namespace?: string | undefined;
  /** `memory` keeps nothing over a reload; a `Store` of your own, or that of `case-connectors/node-store`. `indexeddb` where it is missing. */
  store?: 'indexeddb' | 'memory' | Store | undefined;
  /** In place of the locks that go with the store. */
  locks?: Locks | undefined;
  /** A function is asked each time, so that another licence counts at once. */
  license?: License | null | (() => License | null) | undefined;
  /** As in `PlanOptions`. */
  caseUrl?: string | null | undefined;
  /** As in `PlanOptions`. */
  linkBack?: boolean | null | undefined;
  /** As in `PlanOptions`. */
  openedBy?: string | null | undefined;
  transport?: Transport | undefined;
  /** Who does the pushes in place of this browser. The transport does not count for it. */
  delegate?: Delegate | undefined;
  /** How many requests are under way at once to one base URL, over all tabs: 1 to 16; 4 where it is missing. */
  concurrency?: number | undefined;
  /** Called after each request, for a log. Secrets are taken out, also where a server repeats one in its answer. */
  onExchange?: ((exchange: Exchange) => void) | undefined;
  /** In place of the platform's clock, for tests: milliseconds since 1970, and a wait. */
  clock?: { now(): number; sleep(ms: number): Promise<void> } | undefined;
}

export type Transport =
  | { kind: 'direct' }
  /**
   * Through a gateway at this URL, which may be a path of the page's own origin. With `holdsSecrets` it has the
   * secrets, and the page sends only the connector's id, and the gateway's own cookie.
   */
  | { kind: 'gateway'; url: string; holdsSecrets?: boolean | undefined };

/**
 * Kibana, by its URL with the base path, which may be a path of the page's own origin. Its session goes along only
 * where the page has Kibana's origin. See docs/kibana.md: Kibana guarantees less than a push from the browser.
 */
export type Delegate = {
  kind: 'kibana';
  url: string;
  space?: string | undefined;
  /**
   * Sends the requests to Kibana in place of the platform's `fetch`, such as by Kibana's own `core.http`. Resolves with
   * every answer, errors included; rejects where none came.
   */
  send?: ((request: BuiltRequest, options: { signal: AbortSignal }) => Promise<HttpAnswer>) | undefined;
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

/** A push that did not complete. */
export interface InterruptedPush {
  caseId: string;
  connectorId: string;
  /** `null` where the connector was deleted, or is Kibana's. */
  connectorName: string | null;
  title: string;
  /** When it was put into the queue; `null` where it was not. */
  queuedAt: string | null;
  /** When it first began; of one whose turn never came, when it was put in. */
  startedAt: string;
  /** `interrupted`: its tab died. `queued`: its turn never came. The others as in an outcome. */
  state: 'interrupted' | 'queued' | 'failed' | 'unknown';
  error: ErrorDetails | null;
  isMissingSecrets: boolean;
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

/** For a look at what a push of a case would do. */
export interface LookOptions extends RemoteChoices {
  /** As in `RunOptions`. */
  connectorId?: string | undefined;
}

export interface RunOptions extends RemoteChoices {
  /**
   * Where it is missing: the case's own choice, else the connector of the case, else the default connector. With a
   * delegate the connector of the case alone; the id is Kibana's, and nothing is stored here under it.
   */
  connectorId?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Per request, in milliseconds; 30,000 where it is missing, and 300,000 for the `_push` of a delegate. */
  timeoutMs?: number | undefined;
  /** Kibana as the delegate names its own user. */
  pushedBy?: User | null | undefined;
  onProgress?: ((progress: PushProgress) => void) | undefined;
  /** Settles what an earlier push left unknown, and goes on. */
  settle?: Settlement | undefined;
  /** Where another tab pushes the same case: wait for it, or reject with `PUSH_BUSY`. */
  ifBusy?: 'wait' | 'fail' | undefined;
}

/** For cases that are put into the queue. */
export interface EnqueueOptions {
  /** As in `RunOptions`. It is fixed when a case is put in. */
  connectorId?: string | undefined;
  pushedBy?: User | null | undefined;
}

/** A case that was put into the queue, or why it could not be. */
export type Enqueued =
  | { caseId: string; connectorId: string; error: null }
  | { caseId: null; connectorId: null; error: ErrorDetails };

export interface BulkOptions extends Omit<RunOptions, 'settle'> {
  /** Stops what these options began, as `stopAll()` does for all; the queue is not paused by it. */
  signal?: AbortSignal | undefined;
  /** Called as each case ends. */
  onResult?: ((result: BulkResult, progress: { finished: number; count: number }) => void) | undefined;
}

export interface ResumeOptions extends BulkOptions {
  /** These alone; all that are pending where it is missing, also those that wait for a decision. */
  only?: readonly { caseId: string; connectorId: string }[] | undefined;
}

/**
 * The result of one case: its outcome, or why its push could not begin. Of a case that another tab has finished meanwhile it is
 * `NOTHING_PENDING`, and of one that has failed there, that error: it is not tried again.
 */
export type BulkResult =
  | { caseId: string; connectorId: string; outcome: PushOutcome; error: null }
  | { caseId: string | null; connectorId: string | null; outcome: null; error: ErrorDetails };

/** What a test of a connector looks at, in this order. */
export type CheckId =
  | 'form'
  | 'reachable'
  | 'cors'
  | 'certificate'
  | 'product'
  | 'credentials'
  | 'place'
  | 'permissions'
  | 'fields';

/** One line of the report of a test. */
export interface Check {
  id: CheckId;
  /** `skipped`: not asked, or reading cannot tell (`CANNOT_TELL`); the message says why. */
  state: 'passed' | 'warning' | 'failed' | 'skipped';
  /** Stable, such as `CORS_REFUSED`; `null` where there is nothing to do. */
  code: EngineErrorCode | null;
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
  /** What was found, as problems of the form's fields: one with a `suggestion` can be offered for one click. */
  problems: Problem[];
}

export interface TestProgress {
  /** What is asked next; empty at the end. */
  label: string;
  /** What is known so far. A later answer may make one worse. */
  checks: Check[];
}

export interface TestOptions {
  signal?: AbortSignal | undefined;
  /** Per request, in milliseconds; 10,000 where it is missing. */
  timeoutMs?: number | undefined;
  onProgress?: ((progress: TestProgress) => void) | undefined;
}
