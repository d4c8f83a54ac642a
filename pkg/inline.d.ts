import type { Init } from './load.js';

export * from './api.js';
export { CaseConnectorsError } from './error.js';
export type { Init, InitErrorCode, InitSource } from './load.js';

export const init: Init;
