// The plugin for Cloudflare Workers: pass the compiled module as `source`.
import { CaseConnectorsPlugin } from './plugin-api.js';

export const plugin = (options = {}) => new CaseConnectorsPlugin(() => import('./workerd.js'), options);
