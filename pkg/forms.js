// Forms and validation only, for browsers and bundlers.
import * as glue from './glue/forms.js';
import { createInit } from './load.js';

export * from './forms-api.js';
export { CaseConnectorsError } from './error.js';

// Bundlers recognise exactly this expression, written in one piece.
export const init = createInit(glue, new URL('./forms.wasm', import.meta.url));
