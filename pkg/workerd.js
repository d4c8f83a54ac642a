// The entry for Cloudflare Workers, which compile nothing at run time: the module is passed to init().
import { createInit } from './engine-module.js';
import { needsModule } from './source.js';

export * from './api.js';
export { CaseConnectorsError } from './error.js';

export const init = createInit(() => {
  throw needsModule('engine.wasm');
});
