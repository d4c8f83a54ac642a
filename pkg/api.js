// The functions of `case-connectors`: each converts its arguments and calls the engine.
import { call } from './error.js';
import * as glue from './glue/engine.js';
import { readCase, toBytes, toJournal } from './input.js';
import { ready } from './load.js';

export { CaseConnectors } from './connectors.js';
export { Push } from './push.js';

export const version = () => ready(glue).version();

export const connectorTypes = ({ license } = {}) => call(() => ready(glue).connectorTypes(license ?? undefined));

export const validateConnector = (draft, options) => call(() => ready(glue).validateConnector(draft, options));

export const validateField = (draft, field, options) => call(() => ready(glue).validateField(draft, field, options));

export function mapCase(securityCase, connector) {
  const { bytes, pages } = readCase(securityCase);
  return call(() => ready(glue).mapCase(bytes, pages, connector));
}

export function planPush(securityCase, connector, { journal, now = new Date().toISOString(), license, caseUrl } = {}) {
  const { bytes, pages } = readCase(securityCase);
  return call(() => ready(glue).planPush(bytes, pages, connector, toJournal(journal), { now, license, caseUrl }));
}

export function pushStatus(securityCase, connector, { journal } = {}) {
  const { bytes, pages } = readCase(securityCase);
  return call(() => ready(glue).pushStatus(bytes, pages, connector, toJournal(journal)));
}

export function buildRequests(securityCases, connector) {
  return call(() => ready(glue).buildRequests(securityCases.map(toBytes), connector));
}

export const renderText = (markdown, format) => call(() => ready(glue).renderText(markdown, format));

export const readText = (text, format) => call(() => ready(glue).readText(text, format));

export const authorize = (request, connector, secrets) => call(() => ready(glue).authorize(request, connector, secrets));

export { send } from './push.js';
