// The smallest use of the package, for pages and bundlers. It calls one
// function whose answer is known; change both here when the API changes.
import { readFileSync } from 'node:fs';

export const FUNCTION = 'version';
export const ANSWER = JSON.parse(readFileSync(new URL('../../../pkg/package.json', import.meta.url), 'utf8')).version;

/** A module that loads the package and leaves in `window.outcome` what came of it. */
export const app = ({ from = 'case-connectors', source = '', before = '' } = {}) => `
import { init, ${FUNCTION} } from '${from}';
${before}
try {
  await init(${source});
  window.outcome = ${FUNCTION}();
} catch ({ name, code, message, remedy }) {
  window.outcome = { name, code, message, remedy };
}
`;

export const page = '<!doctype html><title>Consumer</title><script type="module" src="/app.js"></script>';
