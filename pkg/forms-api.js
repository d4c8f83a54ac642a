// The functions of `case-connectors/forms`. The engine has them too, in its own WebAssembly.
import { call } from './error.js';
import * as glue from './glue/forms.js';
import { ready } from './load.js';

export const version = () => ready(glue).version();

export const connectorTypes = ({ license } = {}) => call(() => ready(glue).connectorTypes(license ?? undefined));

export const validateConnector = (draft, options) => call(() => ready(glue).validateConnector(draft, options));

export const validateField = (draft, field, options) => call(() => ready(glue).validateField(draft, field, options));
