// What all copies of one version share: its state, and its error, so that `instanceof` holds whichever copy threw.
import { VERSION } from './version.js';

const KEY = Symbol.for(`case-connectors@${VERSION}`);

globalThis[KEY] ??= { modules: {}, waiting: new Set(), CaseConnectorsError: null };
export const shared = globalThis[KEY];
