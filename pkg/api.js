// The functions of `case-connectors`: each converts its arguments and calls the engine.
import { ready } from './engine-module.js';
import { call } from './error.js';
import { readCase, toBytes, toJournal } from './input.js';

export { CaseConnectors } from './connectors.js';
export { Push } from './push.js';

export const version = () => ready().version();

export const connectorTypes = ({ license } = {}) => call(() => ready().connectorTypes(license ?? undefined));

export const validateConnector = (draft, options) => call(() => ready().validateConnector(draft, options));

export const validateField = (draft, field, options) => call(() => ready().validateField(draft, field, options));

export function mapCase(securityCase, connector) {
  const { bytes, pages } = readCase(securityCase);
  return call(() => ready().mapCase(bytes, pages, connector));
}

export function planPush(securityCase, connector, { journal, now = new Date().toISOString(), license, caseUrl } = {}) {
  const { bytes, pages } = readCase(securityCase);
  return call(() => ready().planPush(bytes, pages, connector, toJournal(journal), { now, license, caseUrl }));
}

export function pushStatus(securityCase, connector, { journal } = {}) {
  const { bytes, pages } = readCase(securityCase);
  return call(() => ready().pushStatus(bytes, pages, connector, toJournal(journal)));
}

export function buildRequests(securityCases, connector) {
  return call(() => ready().buildRequests(securityCases.map(toBytes), connector));
}

export const renderText = (markdown, format) => call(() => ready().renderText(markdown, format));

export const readText = (text, format) => call(() => ready().readText(text, format));

export const authorize = (request, connector, secrets) => call(() => ready().authorize(request, connector, secrets));

export { send } from './push.js';
