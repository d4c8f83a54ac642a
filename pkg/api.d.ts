import type {
  AsideRecord,
  BuiltRequest,
  BulkOptions,
  BulkRequest,
  BulkResult,
  CaseChoice,
  CaseInput,
  CaseJson,
  CaseSummary,
  Connector,
  ConnectorDraft,
  ConnectorExport,
  ConnectorSecrets,
  FailReason,
  HttpAnswer,
  ImportResult,
  Incident,
  InterruptedPush,
  JournalRecord,
  LookOptions,
  OpenOptions,
  PlanOptions,
  PushEffect,
  PushOptions,
  PushOutcome,
  PushPlan,
  PushProgress,
  PushStatus,
  RenderedText,
  ResumeOptions,
  RunOptions,
  SaveResult,
  Settings,
  Settlement,
  StoredConnector,
  TestOptions,
  TestReport,
  TextFormat,
  Vault,
  VaultOptions,
} from './types.js';
import type { AbortSignal } from './platform.js';

export * from './forms-api.js';

/**
 * Reads a case as a push would, without a connector. Throws what a push would: `CASE_INVALID` with the path of what is wrong,
 * `CASE_TOO_LARGE`, `COMMENTS_MISSING`.
 */
export function readCase(securityCase: CaseInput): CaseSummary;

/** The incident that a case becomes, by the connector's field mappings. */
export function mapCase(securityCase: CaseInput, connector: Connector): Incident;

/** What a push would do now. Nothing is sent. */
export function planPush(securityCase: CaseInput, connector: Connector, options?: PlanOptions): PushPlan;

/** How the incident of a case stands, by the case and the journal alone. */
export function pushStatus(
  securityCase: CaseInput,
  connector: Connector,
  options?: Pick<PlanOptions, 'journal'>,
): PushStatus;

/** The writes of many first pushes: one buffer of bodies, and where each lies in it. */
export function buildRequests(
  securityCases: readonly CaseJson[],
  connector: Connector,
): { bytes: Uint8Array; requests: BulkRequest[] };

/**
 * Markdown as a system's text field takes it. Safe for text that nobody has checked: it cannot become a macro, a mention, an image
 * or a tag. `losses` says what a reader will see differently. `raw` escapes nothing.
 */
export function renderText(markdown: string, format: TextFormat): RenderedText;

/** What stands in a remote field, as Markdown: to be shown beside the case's own text. */
export function readText(text: string, format: TextFormat): string;

/** Adds the `Authorization` header; the last call before sending. Refuses a URL outside of the connector's base URL. */
export function authorize(request: BuiltRequest, connector: Connector, secrets: ConnectorSecrets): BuiltRequest;

export interface SendOptions {
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Sends a request as the package does: no cookies, no redirects, no referrer. Rejects with `NO_ANSWER`, `TIMED_OUT` or
 * `ABORTED`; every answer of the server, errors included, is returned.
 */
export function send(request: BuiltRequest, options?: SendOptions): Promise<HttpAnswer>;

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
  /** Validates and stores a connector; with an id it replaces that one. Its secrets go where `vault()` says. */
  saveConnector(draft: ConnectorDraft): Promise<SaveResult>;
  /** All connectors without their secrets, with the list of what must be entered again after an import. */
  exportConnectors(): Promise<ConnectorExport>;
  /** Stores the connectors of an export under their own ids; one that cannot be stored stops none of the others. */
  importConnectors(data: unknown): Promise<ImportResult>;
  /** Where secrets are kept, and whether they are locked. Nothing returns a secret. */
  vault(): Promise<Vault>;
  /**
   * Changes where secrets are kept, and seals those that are there anew: called with the level that is set, it makes a
   * new key. A passphrase needs 12 characters.
   */
  setVault(options: VaultOptions): Promise<Vault>;
  /** Unlocks secrets that are sealed with a passphrase. */
  unlock(passphrase: string): Promise<void>;
  /** Forgets the key of the passphrase, and the secrets that are in memory. */
  lock(): void;
  /** Deletes all secrets and the key. */
  wipe(): Promise<void>;
  /**
   * Checks a form against the real system, by reads alone; it need not be saved. An empty secret is the stored one's,
   * while type, URL and user are unchanged. Resolves with the report, whatever the remote side does.
   */
  testConnector(draft: ConnectorDraft, options?: TestOptions): Promise<TestReport>;
  /** Deletes a connector, its secret, and the choices of cases for it; the journal stays. */
  deleteConnector(id: string): Promise<void>;
  /** Enters the secrets of a stored connector again, after a reload. */
  setSecrets(id: string, secrets: ConnectorSecrets): Promise<void>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<void>;
  caseChoice(caseId: string): Promise<CaseChoice | null>;
  saveCaseChoice(caseId: string, choice: CaseChoice | null): Promise<void>;
  /** What a push of this case would do now. With a delegate one step: what Kibana makes of it, only Kibana knows. */
  plan(securityCase: CaseInput, options?: LookOptions): Promise<PushPlan>;
  status(securityCase: CaseInput, options?: Pick<LookOptions, 'connectorId'>): Promise<PushStatus>;
  /**
   * Pushes a case. Resolves with the outcome, whatever the remote side does; rejects only where the push cannot
   * begin, for instance with `SECRET_MISSING`. Only one tab or worker pushes a case at a time: the others wait.
   */
  push(securityCase: CaseInput, options?: RunOptions): Promise<PushOutcome>;
  /**
   * Pushes many cases, several at once. All are kept before the first is sent, so that a reload loses none; each has
   * a result of its own, in the order of the cases, and none stops the others.
   */
  pushAll(securityCases: readonly CaseInput[], options?: BulkOptions): Promise<BulkResult[]>;
  /** The pushes that did not complete, oldest first. Those under way in any tab are left out. */
  interrupted(): Promise<InterruptedPush[]>;
  /** Finishes an interrupted push from the case as it was kept. Rejects with `NOTHING_PENDING` where there is none. */
  resume(caseId: string, options?: RunOptions): Promise<PushOutcome & { caseId: string }>;
  /** Finishes interrupted pushes: all, or those that are named. */
  resumeAll(options?: ResumeOptions): Promise<BulkResult[]>;
  /** Takes a push off the list of interrupted ones. Its journal stays. */
  dismiss(caseId: string, connectorId: string): Promise<void>;
  /** Follows the pushes of all tabs and workers with the same storage. Answers a function that ends it. */
  watch(listener: (progress: PushProgress) => void): () => void;
  /** Aborts the push of a case in whichever tab or worker it runs. */
  abort(caseId: string): void;
  /** The records that could not be read and were set aside, with the reason. */
  setAside(): Promise<AsideRecord[]>;
  journal(caseId: string, connectorId: string): Promise<JournalRecord[]>;
  /** Deletes the journal and the pending push of a case, which hold case text. The next push looks in the remote system first. */
  forget(caseId: string): Promise<void>;
  /** Closes the storage and forgets the secrets. */
  close(): void;
}
