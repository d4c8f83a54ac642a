// Forms and validation only, for edge routes: as edge-light.js.
import forms from './forms.wasm?module';

import { createInit } from './forms-module.js';

export * from './forms-api.js';
export { CaseConnectorsError } from './error.js';

export const init = createInit(() => forms);
