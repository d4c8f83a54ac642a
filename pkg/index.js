// The entry for browsers and bundlers.
import { createInit } from './engine-module.js';
import { beside } from './source.js';

export * from './api.js';
export { CaseConnectorsError } from './error.js';

// Bundlers recognise exactly the expression with `new URL`, written in one piece. It is a function's, because bundles that are no
// modules have no `import.meta`, and may still call `init(url)`.
export const init = createInit(() => beside('engine.wasm', () => new URL('./engine.wasm', import.meta.url)));
