// CommonJS for Node: everything works on require.
import { createInit, loadSync } from '../engine-module.js';
import { readBelow } from './file.js';

export * from '../api.js';
export { CaseConnectorsError } from '../error.js';

const read = () => readBelow('engine.wasm');
loadSync(read);

export const init = createInit(read);
