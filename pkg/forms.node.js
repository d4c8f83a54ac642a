// Forms and validation only, for Node: everything works on import.
import { readFileSync } from 'node:fs';

import * as glue from './glue/forms.js';
import { createInit, loadSync } from './load.js';

export * from './forms-api.js';
export { CaseConnectorsError } from './error.js';

const file = new URL('./forms.wasm', import.meta.url);
loadSync(glue, readFileSync(file));

export const init = createInit(glue, () => readFileSync(file));
