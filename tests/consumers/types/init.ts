// What `init` takes and what it refuses.
import { CaseConnectorsError, init, type InitErrorCode, type InitSource } from 'case-connectors';
import * as forms from 'case-connectors/forms';
import * as inline from 'case-connectors/inline';

export const sources: InitSource[] = [
  '/engine.wasm',
  new URL('https://example.com/engine.wasm'),
  new Request('/engine.wasm'),
  new Response(),
  new ArrayBuffer(8),
  new Uint8Array(8),
];

export const loaded: Promise<void>[] = [init(), init(fetch('/engine.wasm')), forms.init(), inline.init('/engine.wasm')];

// @ts-expect-error A number is no source.
void init(1);

export function explain(error: unknown): string {
  if (!(error instanceof CaseConnectorsError)) return 'not ours';
  const blocked: InitErrorCode = 'WASM_BLOCKED_BY_CSP';
  return error.code === blocked ? error.remedy : error.message;
}
