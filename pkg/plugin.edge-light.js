// The plugin for edge routes.
import { CaseConnectorsPlugin } from './plugin-api.js';

export const plugin = (options = {}) => new CaseConnectorsPlugin(() => import('./edge-light.js'), options);
