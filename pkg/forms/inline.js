// Forms and validation only, with their WebAssembly inside.
import { createInit } from '../forms-module.js';
import base64 from '../inline/forms.js';
import { fromBase64 } from '../input.js';

export * from '../forms-api.js';
export { CaseConnectorsError } from '../error.js';

export const init = createInit(() => fromBase64(base64));
