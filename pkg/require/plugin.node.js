// The plugin in CommonJS for Node.
import { CaseConnectorsPlugin } from '../plugin-api.js';

export const plugin = (options = {}) => new CaseConnectorsPlugin(() => import('./node.js'), options);
