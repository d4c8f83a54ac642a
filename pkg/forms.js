// Forms and validation only, for browsers and bundlers.
import { createInit } from './forms-module.js';
import { beside } from './source.js';

export * from './forms-api.js';
export { CaseConnectorsError } from './error.js';

// As in index.js.
export const init = createInit(() => beside('forms.wasm', () => new URL('./forms.wasm', import.meta.url)));
