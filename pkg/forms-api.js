// The functions of `case-connectors/forms`. The engine has them too, in its own WebAssembly.
import { call } from './error.js';
import { ready } from './forms-module.js';
import { known } from './options.js';

export * from './drafts.js';

export const version = () => ready().version();

export const connectorTypes = (options) =>
  call(() => ready().connectorTypes(known('connectorTypes', options).license));

export const validateConnector = (draft, options) =>
  call(() => ready().validateConnector(draft, known('validateConnector', options)));

export const validateField = (draft, field, options) =>
  call(() => ready().validateField(draft, field, known('validateField', options)));
