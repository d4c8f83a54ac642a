// What the browser says of its network. Node says nothing of the kind, and is made to.
import { vi } from 'vitest';

export function network(isThere) {
  if (globalThis.navigator === undefined) vi.stubGlobal('navigator', {});
  Object.defineProperty(navigator, 'onLine', { value: isThere, configurable: true });
}

/** As it is. */
export function anyNetwork() {
  if (globalThis.navigator) delete navigator.onLine;
  vi.unstubAllGlobals();
}
