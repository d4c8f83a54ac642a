// Loading the WebAssembly: what index.js, node.js, inline.js and their forms
// twins share.
//
// A "glue" is a namespace import of what wasm-bindgen wrote:
//
//   import * as glue from './glue/engine.js';
//   import { ready } from './load.js';
//
//   export const connectorTypes = (options) => ready(glue).connectorTypes(options);
//
// `ready(glue)` answers the glue once it is loaded, and throws NOT_INITIALIZED
// before. All entry points of one kind import the same glue module, so that
// whichever of them loads it, it is loaded for all.
import { CaseConnectorsError } from './error.js';

/** Glue -> the promise of its loading. A failed one is forgotten, so that a retry is one more call. */
const loading = new WeakMap();

/** The glues whose functions may be called. */
const loaded = new WeakSet();

/** Answers the glue, or throws what to do first. */
export function ready(glue) {
  if (loaded.has(glue)) return glue;
  throw new CaseConnectorsError(
    'NOT_INITIALIZED',
    'case-connectors was used before it was loaded.',
    'Call `await init()` once, before anything else.',
  );
}

/**
 * Makes the `init(source?)` of an entry point. `defaultSource` is a source, or
 * a function that answers one, for sources that cost something to make.
 */
export function createInit(glue, defaultSource) {
  return function init(source) {
    let promise = loading.get(glue);
    if (promise === undefined) {
      promise = load(glue, source ?? defaultSource).catch((error) => {
        loading.delete(glue);
        throw error;
      });
      loading.set(glue, promise);
    }
    return promise;
  };
}

/** For Node, where the bytes are at hand: loads at once. */
export function loadSync(glue, bytes) {
  if (loaded.has(glue)) return;
  glue.initSync({ module: bytes });
  loaded.add(glue);
  loading.set(glue, Promise.resolve());
}

async function load(glue, given) {
  const source = await (typeof given === 'function' ? given() : given);
  const module = await compile(source);
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
  loaded.add(glue);
}

async function compile(source) {
  const kind = kindOf(source);
  if (kind === 'WebAssembly.Module') return source;
  if (kind === 'ArrayBuffer' || ArrayBuffer.isView(source)) return compileBytes(source, 'the bytes given');
  return compileResponse(kind === 'Response' ? source : await download(source), nameOf(source));
}

/** Not `instanceof`: test runners and frames hand over objects of another realm, and old ones lack `Response`. */
function kindOf(value) {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

async function download(source) {
  try {
    return await fetch(source);
  } catch (cause) {
    throw fetchFailed(nameOf(source), cause.message, cause);
  }
}

async function compileResponse(response, name) {
  if (!response.ok) throw fetchFailed(name, `HTTP status ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  if (type.split(';')[0].trim() === 'application/wasm') {
    // Compiles while it downloads. Only this type is allowed to.
    try {
      return await WebAssembly.compileStreaming(response);
    } catch (cause) {
      throw cause instanceof TypeError ? fetchFailed(name, cause.message, cause) : refused(cause, name);
    }
  }
  let bytes;
  try {
    bytes = await response.arrayBuffer();
  } catch (cause) {
    throw fetchFailed(name, cause.message, cause);
  }
  return compileBytes(bytes, name);
}

async function compileBytes(source, name) {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  if (!startsLikeWasm(bytes)) throw notWasm(bytes, name);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw refused(cause, name);
  }
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d];

function startsLikeWasm(bytes) {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

function nameOf(source) {
  if (typeof source === 'string') return source;
  const kind = kindOf(source);
  if (kind === 'URL') return source.href;
  return ((kind === 'Request' || kind === 'Response') && source.url) || 'the source given';
}

function fetchFailed(name, why, cause) {
  return new CaseConnectorsError(
    'WASM_FETCH_FAILED',
    `Could not download ${name}: ${why}.`,
    'Check that the page may reach this address, then call init() again. '
      + 'If the file lies elsewhere, pass its address: init(url).',
    cause,
  );
}

function notWasm(bytes, name) {
  // 0x3c is `<`: a development server's answer to an address that it does not know.
  const what = bytes[0] === 0x3c ? 'is a web page' : 'is not WebAssembly';
  return new CaseConnectorsError(
    'WASM_NOT_WASM',
    `Expected WebAssembly at ${name}, but what came ${what}.`,
    "The server does not serve the .wasm file there. With Vite 5 to 7: `import url from 'case-connectors/engine.wasm?url'`, "
      + 'then `init(url)`. Otherwise copy the file from the package and pass its address to init(url).',
  );
}

/** Why a browser or Node would not compile what seems to be WebAssembly. */
function refused(cause, name) {
  if (/content security policy|\bCSP\b|unsafe-eval/i.test(cause.message)) {
    return new CaseConnectorsError(
      'WASM_BLOCKED_BY_CSP',
      `This page's Content Security Policy forbids WebAssembly: ${cause.message}`,
      "Add 'wasm-unsafe-eval' to the policy: `script-src 'self' 'wasm-unsafe-eval'`. "
        + `In Kibana, in kibana.yml: csp.script_src: ["'wasm-unsafe-eval'"] (with both pairs of quotes).`,
      cause,
    );
  }
  if (/magic|expected 4 bytes|BufferSource argument is empty/i.test(cause.message)) return notWasm([], name);
  return new CaseConnectorsError(
    'WASM_UNSUPPORTED',
    `The WebAssembly of ${name} could not be compiled: ${cause.message}`,
    'The file may be damaged: download it again. Otherwise update the browser (or Node, to 20 or later).',
    cause,
  );
}
