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

  applied(securityCase, pulled, choices) {
    const { bytes, pages } = toCase(securityCase);
    return call(() => ready().pullApplied(bytes, pages, pulled, choices));
  },

  buildRequests(securityCases, connector) {
    const { bytes, ids, heads, rows } = call(() => ready().buildRequests(securityCases.map(toBytes), connector));
    const requests = [];
    let [start, from] = [0, 0];
    for (let at = 0; at < rows.length; at += 4) {
      const [kind, method, url] = heads[rows[at + 1]];
      const [to, end] = [rows[at + 2], rows[at + 3]];
      const commentId = kind === 'comment' ? ids.slice(from, to) : null;
      requests.push({ caseIndex: rows[at], kind, commentId, method, url, start, end });
      [start, from] = [end, to];
    }
    return { bytes, requests };
  },

  renderText: (markdown, format) => call(() => ready().renderText(markdown, format)),

  readText: (text, format) => call(() => ready().readText(text, format)),

  authorize: (request, connector, secrets) => call(() => ready().authorize(request, connector, secrets)),
});

export { send } from './push.js';
