// CommonJS for Node: everything works on require.
import { createInit, loadSync } from '../forms-module.js';
import { readBelow } from './file.js';

export * from '../forms-api.js';
export { CaseConnectorsError } from '../error.js';

const read = () => readBelow('forms.wasm');
loadSync(read);

export const init = createInit(read);
