// The entry for Node: the file is at hand, so everything works on import.
import { readFileSync } from 'node:fs';

import * as glue from './glue/engine.js';
import { createInit, loadSync } from './load.js';

export * from './api.js';
export { CaseConnectorsError } from './error.js';

const file = new URL('./engine.wasm', import.meta.url);
loadSync(glue, readFileSync(file));

export const init = createInit(glue, () => readFileSync(file));
