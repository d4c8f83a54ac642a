// The entry for Node: the file is at hand, so that everything works on import.
import { createInit, loadSync } from './engine-module.js';
import { readBeside } from './file.js';

export * from './api.js';
export { CaseConnectorsError } from './error.js';

// Bundlers for Node recognise exactly the expression with `new URL`, written in one piece.
const read = () => readBeside('engine.wasm', () => new URL('./engine.wasm', import.meta.url), import.meta.url);
loadSync(read);

export const init = createInit(read);
