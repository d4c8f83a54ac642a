// The functions of `case-connectors/forms`. The engine has them too, in its own WebAssembly.
import { formFunctions } from './form-functions.js';
import { ready } from './forms-module.js';

export * from './drafts.js';

export const { version, connectorTypes, validateConnector, validateField } = formFunctions(ready);
