import type { WasmModule } from './platform.js';

/** The compiled module, where the host's tools make one of the import: `await init(module)`. */
declare const module: WasmModule;
export default module;
