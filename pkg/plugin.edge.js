// The plugin for edge workers: pass the compiled module as `source`.
import { CaseConnectorsPlugin } from './plugin-api.js';

export const plugin = (options = {}) => new CaseConnectorsPlugin(() => import('./edge.js'), options);
