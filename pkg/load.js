// Loading the WebAssembly: what all entry points share.
//
//   import * as glue from './glue/engine.js';
//   import { moduleOf } from './load.js';
//
//   export const { ready, createInit, loadSync } = moduleOf('engine', glue);
//
// `ready()` answers the glue, which is what wasm-bindgen wrote, once it is loaded, and throws NOT_INITIALIZED before.
import { CaseConnectorsError } from './error.js';
import { shared } from './shared.js';
import { compile, nameOf } from './source.js';

/** One of the two WebAssembly modules, by its name and one copy of its glue. */
export function moduleOf(name, glue) {
  // A page or a process may hold several copies of the glue: by `import` and by `require`, in two bundles, or under a
  // tool that makes each import a namespace of its own. The first that is loaded serves them all.
  shared.modules[name] ??= { loaded: null, loading: null, failure: null, broken: null };
  const state = shared.modules[name];

  function ready() {
    if (state.broken !== null) throw state.broken;
    if (state.loaded !== null) return state.loaded;
    const why = state.failure === null ? '' : ` ${state.failure.message}`;
    throw new CaseConnectorsError(
      'NOT_INITIALIZED',
      `case-connectors was used before it was loaded.${why}`,
      state.failure?.remedy ?? 'Call `await init()` once, before anything else.',
      state.failure ?? undefined,
    );
  }

  async function load(given) {
    const source = await (typeof given === 'function' ? given() : given);
    const module = await compile(source, `${name}.wasm`);
    try {
      await glue.default({ module_or_path: module });
    } catch (cause) {
      throw new CaseConnectorsError(
        'WASM_MISMATCH',
        `The WebAssembly of ${nameOf(source)} does not belong to this version of case-connectors: ${cause.message}`,
        'Serve the .wasm file of the installed package; a cache or a copied file may be older. Then reload.',
        cause,
      );
    }
    state.loaded = glue;
  }

  return {
    ready,

    /** Makes the `init(source?)` of an entry point. `defaultSource` is a function: what it does may fail, and is not always needed. */
    createInit: (defaultSource) =>
      function init(source) {
        // A failed loading is forgotten, so that a retry is one more call.
        state.loading ??= load(source ?? defaultSource).catch((error) => {
          state.loading = null;
          throw error;
        });
        return state.loading;
      },

    /** For Node, where the file is at hand: loads on import. Where it is not, `init()` says so, and `ready()`. */
    loadSync(read) {
      if (state.loaded !== null) return;
      try {
        glue.initSync({ module: read() });
      } catch (error) {
        state.failure = error;
        return;
      }
      state.loaded = glue;
      state.loading = Promise.resolve();
    },
  };
}
