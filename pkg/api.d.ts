import type {
  BuiltRequest, BulkRequest, CaseChoice, CaseInput, CaseJson, Connector, ConnectorDraft, FailReason, HttpAnswer, Incident,
  JournalRecord, OpenOptions, PlanOptions, PushEffect, PushOptions, PushOutcome, PushPlan, PushStatus,
  RunOptions, SaveResult, Settings, Settlement, StoredConnector, TestOptions, TestReport,
} from './types.js';

export * from './forms-api.js';

/** The incident that a case becomes, by the connector's field mappings. */
export function mapCase(securityCase: CaseInput, connector: Connector): Incident;

/** What a push would do now. Nothing is sent. */
export function planPush(securityCase: CaseInput, connector: Connector, options?: PlanOptions): PushPlan;

/** How the incident of a case stands, by the case and the journal alone. */
export function pushStatus(
  securityCase: CaseInput, connector: Connector, options?: { journal?: JournalRecord[] },
): PushStatus;

/** The writes of many first pushes: one buffer of bodies, and where each lies in it. */
export function buildRequests(
  securityCases: CaseJson[], connector: Connector,
): { bytes: Uint8Array; requests: BulkRequest[] };

/** Adds the `Authorization` header; the last call before sending. Refuses a URL outside of the connector's base URL. */
export function authorize(
  request: BuiltRequest, connector: Connector, secrets: { [key: string]: string },
): BuiltRequest;

/**
 * Sends a request as the package does: no cookies, no redirects, no referrer. Rejects with `NO_ANSWER`, `TIMED_OUT` or
 * `ABORTED`; every answer of the server, errors included, is returned.
 */
export function send(request: BuiltRequest, options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<HttpAnswer>;

/**
 * A push without I/O: `next()` says what to do, and the host replies.
 *
 * 1. `save`: append the records durably, then `saved()`, or `notSaved()`.
 * 2. `send`: `authorize` and send the request, then `receive(id, answer)`, or `fail(id, reason)`.
 * 3. `wait`: wait, then `next()` again.
 * 4. `done`: read `outcome()` and write it back.
 */
export class Push {
  constructor(securityCase: CaseInput, connector: Connector, options?: PushOptions);
  next(): PushEffect;
  saved(): void;
  notSaved(error?: unknown): void;
  /** `now`, ISO 8601, is what dates in the answer are counted from; the present time where it is missing. */
  receive(id: number, answer: HttpAnswer, now?: string): void;
  fail(id: number, reason: FailReason, error?: unknown): void;
  abort(): void;
  settle(settlement: Settlement): void;
  progress(): { done: number; total: number };
  outcome(): PushOutcome;
  /** Gives its memory back. */
  free(): void;
}

/** Batteries included: connectors, settings and the journal in the browser's storage, and pushes that use them. */
export class CaseConnectors {
  private constructor();
  static open(options?: OpenOptions): Promise<CaseConnectors>;
  /** The stored connectors, by name. */
  connectors(): Promise<StoredConnector[]>;
  /** Validates and stores a connector; with an id it replaces that one. Secrets are kept in memory only. */
  saveConnector(draft: ConnectorDraft): Promise<SaveResult>;
  /**
   * Checks a form against the real system, by reads alone; it need not be saved. An empty secret is the stored one's,
   * while type, URL and user are unchanged. Resolves with the report, whatever the remote side does.
   */
  testConnector(draft: ConnectorDraft, options?: TestOptions): Promise<TestReport>;
  /** Deletes a connector, its secret, and the choices of cases for it; the journal stays. */
  deleteConnector(id: string): Promise<void>;
  /** Enters the secrets of a stored connector again, after a reload. */
  setSecrets(id: string, secrets: { [key: string]: string }): Promise<void>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<void>;
  caseChoice(caseId: string): Promise<CaseChoice | null>;
  saveCaseChoice(caseId: string, choice: CaseChoice | null): Promise<void>;
  /** What a push of this case would do now. */
  plan(securityCase: CaseInput, options?: { connectorId?: string }): Promise<PushPlan>;
  status(securityCase: CaseInput, options?: { connectorId?: string }): Promise<PushStatus>;
  /**
   * Pushes a case. Resolves with the outcome, whatever the remote side does; rejects only where the push cannot
   * begin, for instance with `SECRET_MISSING`.
   */
  push(securityCase: CaseInput, options?: RunOptions): Promise<PushOutcome>;
  journal(caseId: string, connectorId: string): Promise<JournalRecord[]>;
  /** Deletes the journal of a case, which holds case text. The next push looks in the remote system first. */
  forget(caseId: string): Promise<void>;
  /** Closes the storage and forgets the secrets. */
  close(): void;
}
