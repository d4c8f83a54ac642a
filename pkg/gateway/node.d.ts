import type { Request, Response } from '../platform.js';

/** The addresses that this machine connects to for a name. Works on Deno and Bun too. */
export function resolve(host: string): Promise<string[]>;

/** A listener for `http.createServer` and `https.createServer`. It shows the handler the path as it came. */
export function toNodeListener(
  handler: (request: Request) => Promise<Response>,
  // Node's own types are not needed to compile this: its request and answer fit.
): (incoming: object, outgoing: object) => Promise<void>;

/** Listens on `host` (127.0.0.1 unless given) and `port` (any free one unless given). */
export function serve(
  handler: (request: Request) => Promise<Response>,
  options?: { port?: number | undefined; host?: string | undefined },
): Promise<{ url: string; close: () => Promise<void> }>;
