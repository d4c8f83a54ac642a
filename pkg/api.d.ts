import type {
  BuiltRequest,
  BulkRequest,
  CaseInput,
  CaseJson,
  CaseSummary,
  Connector,
  ConnectorTypeId,
  Problem,
  ConnectorSecrets,
  FailReason,
  HttpAnswer,
  Incident,
  LiveFields,
  PlanOptions,
  PullChoices,
  Pulled,
  PushEffect,
  PushOptions,
  PushOutcome,
  PushPlan,
  PushStatus,
  RenderedText,
  Settlement,
  TextFormat,
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

/**
 * Every problem of a case's fields, its `connector.fields`, by what `connectorFields` answered, each with the path of its field.
 * Pure: nothing is asked.
 */
export function validateFields(
  values: { readonly [key: string]: unknown },
  type: ConnectorTypeId,
  fields: LiveFields,
): Problem[];

/** What a case's fields hold at the path of a live field; `null` where they hold nothing there. */
export function fieldValue(values: { readonly [key: string]: unknown }, path: string): unknown;

/**
 * The fields with another value at the path of a live field, `null` for none; the old ones stay as they were.
 *
 * @throws {CaseConnectorsError} `OPTIONS_INVALID` where the additional fields are no JSON object.
 */
export function withFieldValue(
  values: { readonly [key: string]: unknown },
  path: string,
  value: unknown,
): { [key: string]: unknown };

/** How the incident of a case stands, by the case and the journal alone. */
export function pushStatus(
  securityCase: CaseInput,
  connector: Connector,
  options?: Pick<PlanOptions, 'journal'>,
): PushStatus;

/**
 * The case's new bytes, with what a person has taken over of a pull; every other byte of every value stays as it came. Pure: nothing
 * is asked or kept. `CaseConnectors.apply` keeps what was decided too.
 */
export function applied(securityCase: CaseInput, pulled: Pulled, choices: PullChoices): Uint8Array;

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

export { CaseConnectors } from './host/case-connectors.js';
