// Forms and validation only, for Cloudflare Workers.
import { createInit } from './forms-module.js';
import { needsModule } from './source.js';

export * from './forms-api.js';
export { CaseConnectorsError } from './error.js';

export const init = createInit(() => {
  throw needsModule('forms.wasm');
});
