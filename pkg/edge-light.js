// The entry for edge routes of Next and Vercel, which compile nothing at run time: `?module` is how they import a compiled module.
import engine from './engine.wasm?module';

import { createInit } from './engine-module.js';

export * from './api.js';
export { CaseConnectorsError } from './error.js';

export const init = createInit(() => engine);
