// The functions of `case-connectors`: each converts its arguments and calls the engine.
import { checked } from './arguments.js';
import { ready } from './engine-module.js';
import { call } from './error.js';
import { formFunctions } from './form-functions.js';
import { readCase as toCase, toBytes, toJournal } from './input.js';
import { known } from './options.js';

export * from './case-fields.js';
export { CaseConnectors } from './host/case-connectors.js';
export * from './drafts.js';
export { Push } from './push.js';

export const { version, connectorTypes, validateConnector, validateField } = formFunctions(ready);

export const {
  readCase,
  mapCase,
  planPush,
  validateFields,
  pushStatus,
  applied,
  buildRequests,
  renderText,
  readText,
  authorize,
} = checked({
  readCase(securityCase) {
    const { bytes, pages } = toCase(securityCase);
    return call(() => ready().readCase(bytes, pages));
  },

  mapCase(securityCase, connector) {
    const { bytes, pages } = toCase(securityCase);
    return call(() => ready().mapCase(bytes, pages, connector));
  },

  planPush(securityCase, connector, options) {
    const { journal, now = new Date().toISOString(), ...rest } = known('planPush', options);
    const { bytes, pages } = toCase(securityCase);
    return call(() => ready().planPush(bytes, pages, connector, toJournal(journal), { now, ...rest }));
  },

  validateFields: (values, type, fields) => call(() => ready().validateFields(values, type, fields)),

  pushStatus(securityCase, connector, options) {
    const { journal } = known('pushStatus', options);
    const { bytes, pages } = toCase(securityCase);
    return call(() => ready().pushStatus(bytes, pages, connector, toJournal(journal)));
  },

  applied: (securityCase, pulled, choices) =>
    call(() => ready().pullApplied(toCase(securityCase).bytes, pulled, choices)),

  buildRequests(securityCases, connector) {
    const { bytes, urls, rows } = call(() => ready().buildRequests(securityCases.map(toBytes), connector));
    const requests = rows.map(([caseIndex, kind, commentId, method, url, start, end]) => {
      return { caseIndex, kind, commentId, method, url: urls[url], start, end };
    });
    return { bytes, requests };
  },

  renderText: (markdown, format) => call(() => ready().renderText(markdown, format)),

  readText: (text, format) => call(() => ready().readText(text, format)),

  authorize: (request, connector, secrets) => call(() => ready().authorize(request, connector, secrets)),
});

export { send } from './push.js';
