/** The package under test, as Node loads it. */
export { renderText } from '../../../../pkg/node.js';
