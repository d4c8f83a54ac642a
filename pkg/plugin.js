// The plugin for browsers and bundlers. The engine is another file, which is loaded when it is needed.
import { CaseConnectorsPlugin } from './plugin-api.js';

export const plugin = (options) => new CaseConnectorsPlugin(() => import('./index.js'), options);
