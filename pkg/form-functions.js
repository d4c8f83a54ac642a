// What both modules can do: forms and their validation. `ready` answers the one that is loaded.
import { checked } from './arguments.js';
import { call } from './error.js';
import { known } from './options.js';

export const formFunctions = (ready) =>
  checked({
    version: () => ready().version(),
    connectorTypes: (options) => call(() => ready().connectorTypes(known('connectorTypes', options).license)),
    validateConnector: (draft, options) =>
      call(() => ready().validateConnector(draft, known('validateConnector', options))),
    validateField: (draft, field, options) =>
      call(() => ready().validateField(draft, field, known('validateField', options))),
  });
