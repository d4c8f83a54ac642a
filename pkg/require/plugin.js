// The plugin in CommonJS, where no Node is promised.
import { CaseConnectorsPlugin } from '../plugin-api.js';

export const plugin = (options = {}) => new CaseConnectorsPlugin(() => import('./index.js'), options);
