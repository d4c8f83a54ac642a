// The entry for browsers and bundlers.
import * as glue from './glue/engine.js';
import { createInit } from './load.js';

export * from './api.js';
export { CaseConnectorsError } from './error.js';

// Bundlers recognise exactly this expression, written in one piece.
export const init = createInit(glue, new URL('./engine.wasm', import.meta.url));
