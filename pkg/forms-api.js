// The functions of `case-connectors/forms`. The engine has them too, in its own WebAssembly.
import { call } from './error.js';
import * as glue from './glue/forms.js';
import { ready } from './load.js';
import { known } from './options.js';

export * from './drafts.js';

export const version = () => ready(glue).version();

export const connectorTypes = (options) =>
  call(() => ready(glue).connectorTypes(known('connectorTypes', options).license));

export const validateConnector = (draft, options) =>
  call(() => ready(glue).validateConnector(draft, known('validateConnector', options)));

export const validateField = (draft, field, options) =>
  call(() => ready(glue).validateField(draft, field, known('validateField', options)));
