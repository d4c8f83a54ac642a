// What happens where the engine traps: it is out of memory, or a fault of ours. WebAssembly that was left in the middle of its work must not be called again.
import { CaseConnectorsError } from './error.js';
import { shared } from './shared.js';

/** As the glue reads the answer of a step. */
const NO_ERROR = [];

/** A text on its way into the engine's memory, where anything else would be written beyond its place. */
export function textOf(value) {
  if (typeof value === 'string') return value;
  throw new CaseConnectorsError(
    'OPTIONS_INVALID',
    `A text was expected, and no ${typeof value}.`,
    'Pass text where the declarations say `string`.',
  );
}

/** The exports of a module, which tell where one traps. Whatever calls them, a promise's own steps too, comes through here. */
export function watched(name, exports) {
  const watch = (key, run) =>
    function watchedExport(...given) {
      if (shared.modules[name].broken) {
        // What the platform frees later is freed with the page.
        if (isStep(key) || key.startsWith('__')) return NO_ERROR;
        throw shared.modules[name].broken;
      }
      try {
        return run(...given);
      } catch (thrown) {
        if (!isTrap(thrown)) throw thrown;
        const error = broken(name, thrown);
        // A step of a promise has nobody who could catch it, and Node ends for that; the promise itself was rejected just now.
        if (!isStep(key)) throw error;
        return NO_ERROR;
      }
    };
  const all = Object.entries(exports);
  return Object.fromEntries(all.map(([key, value]) => [key, typeof value === 'function' ? watch(key, value) : value]));
}

/** Whether the glue calls this export by itself, from a callback. */
const isStep = (key) => key.startsWith('wasm_bindgen__');

/** Of whichever realm. A stack that has run over is a trap too. */
const isTrap = (thrown) =>
  thrown?.name === 'RuntimeError' || /call stack|recursion/i.test(thrown instanceof Error ? thrown.message : '');

function broken(name, cause) {
  const error = new CaseConnectorsError(
    'ENGINE_BROKEN',
    `The engine has stopped in the middle of its work: ${cause.message}`,
    'Reload the page, or start the program again: what was confirmed is not sent twice. If it happens again with the same case, report it.',
    cause,
  );
  shared.modules[name].broken = error;
  for (const reject of shared.waiting) reject(error);
  return error;
}
