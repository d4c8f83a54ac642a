import type { Request, RequestInit, Response } from '../platform.js';

/** A base URL that pages may reach through the gateway, with their own `Authorization`. */
export interface RelayTarget {
  /** https, host, port and path: `https://acme.atlassian.net`. Nothing outside it is reachable. */
  baseUrl: string;
  connectorId?: undefined;
  authorization?: undefined;
}

/** A base URL with a secret that the gateway holds. Several may have one base URL and connector ids that differ. */
export interface SecretTarget {
  baseUrl: string;
  /** What the page sends as `X-Case-Connectors-Connector`. */
  connectorId: string;
  /** Answers the value of `Authorization`, such as `Bearer …`. Called for each request. */
  authorization: () => string | Promise<string>;
}

/** One answered request. It never holds a header, a query or a body. */
export interface GatewayLogEntry {
  method: string;
  /** The base URL of the target; null where none was found. */
  target: string | null;
  status: number;
  /** The code of the gateway's own answer; null where the target answered. */
  code: GatewayCode | null;
  ms: number;
}

export interface GatewayOptions {
  targets: readonly (RelayTarget | SecretTarget)[];
  /** The path in front of every target, such as `/relay`. */
  prefix?: string | undefined;
  /**
   * The exact origins whose pages may call, the gateway's own among them where its pages call it. The gateway cannot know its own
   * name: a page that reaches it under another one would pass for its own.
   */
  origins: readonly string[];
  /** The host's login check. It must not read the body. Required with a `SecretTarget`; not asked for preflights. */
  authorize?: ((request: Request) => boolean | Promise<boolean>) | undefined;
  /** The addresses of a host name. Without it, names that lead to private addresses are not noticed. */
  resolve?: ((host: string) => Promise<readonly string[]>) | undefined;
  /** The base URLs whose host may be private, exactly as in `targets`. */
  allowPrivate?: readonly string[] | undefined;
  /** For all of one request: its body, `authorize`, and the exchange with the target. 30000 unless given. */
  timeoutMs?: number | undefined;
  /** 1 MiB unless given. */
  maxRequestBytes?: number | undefined;
  /** 8 MiB unless given, counted after decompression. */
  maxResponseBytes?: number | undefined;
  /** In place of the platform's own. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  log?: ((entry: GatewayLogEntry) => void) | undefined;
}

/** What the gateway itself answers, as `code` in the JSON body and as the header `X-Case-Connectors-Gateway`. */
export type GatewayCode =
  | 'GATEWAY_BAD_REQUEST'
  | 'GATEWAY_UNAUTHORIZED'
  | 'GATEWAY_ORIGIN'
  | 'GATEWAY_TARGET_UNKNOWN'
  | 'GATEWAY_PRIVATE_ADDRESS'
  | 'GATEWAY_METHOD'
  | 'GATEWAY_BODY_TOO_LARGE'
  | 'GATEWAY_FAULT'
  | 'GATEWAY_REDIRECT'
  | 'GATEWAY_UNREACHABLE'
  | 'GATEWAY_ANSWER_TOO_LARGE'
  | 'GATEWAY_TIMEOUT';

/**
 * Makes the handler, which never rejects. Throws a `CaseConnectorsError` with the code `GATEWAY_OPTIONS` when the
 * options are wrong or unsafe.
 */
export function createGateway(options: GatewayOptions): (request: Request) => Promise<Response>;
