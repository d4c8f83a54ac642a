// The plugin for Node, where the engine is a file at hand; it is still loaded when it is needed.
import { CaseConnectorsPlugin } from './plugin-api.js';

export const plugin = (options) => new CaseConnectorsPlugin(() => import('./node.js'), options);
