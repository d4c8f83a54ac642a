// The entry with the WebAssembly inside, as text: larger, but one request less
// and nothing to configure where a host cannot serve a .wasm file.
import { createInit } from './engine-module.js';
import base64 from './inline/wasm.js';
import { fromBase64 } from './input.js';

export * from './api.js';
export { CaseConnectorsError } from './error.js';

export const init = createInit(() => fromBase64(base64));
