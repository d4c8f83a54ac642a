/** The package under test, as Node loads it. */
export { readText, renderText } from '../../../../pkg/node.js';
