// The plugin with the WebAssembly inside. It is still loaded when it is needed.
import { CaseConnectorsPlugin } from '../plugin-api.js';

export const plugin = (options = {}) => new CaseConnectorsPlugin(() => import('../inline.js'), options);
