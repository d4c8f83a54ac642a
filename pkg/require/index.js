// CommonJS where no Node is promised, such as in Jest's jsdom: there Node lies beneath, in a bundle for browsers it does not.
import { createInit } from '../engine-module.js';
import { readBelow } from './file.js';

export * from '../api.js';
export { CaseConnectorsError } from '../error.js';

const read = () => readBelow('engine.wasm');

export const init = createInit(read);
