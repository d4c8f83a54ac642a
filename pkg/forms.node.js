// Forms and validation only, for Node: everything works on import.
import { readBeside } from './file.js';
import { createInit, loadSync } from './forms-module.js';

export * from './forms-api.js';
export { CaseConnectorsError } from './error.js';

// As in node.js.
const read = () => readBeside('forms.wasm', () => new URL('./forms.wasm', import.meta.url), import.meta.url);
loadSync(read);

export const init = createInit(read);
