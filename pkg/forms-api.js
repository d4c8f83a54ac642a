// The functions of `case-connectors/forms`. The engine has them too, in its own WebAssembly.
import { call } from './error.js';
import { ready } from './forms-module.js';

export const version = () => ready().version();

export const connectorTypes = ({ license } = {}) => call(() => ready().connectorTypes(license ?? undefined));

export const validateConnector = (draft, options) => call(() => ready().validateConnector(draft, options));

export const validateField = (draft, field, options) => call(() => ready().validateField(draft, field, options));
