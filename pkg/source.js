// From what `init` was given to compiled WebAssembly, with errors that name the fix.
import { CaseConnectorsError } from './error.js';
import { tagOf, toView } from './input.js';

/** The address of a file beside the code, where there is one. */
export function beside(file, address) {
  try {
    return address();
  } catch (cause) {
    throw notFound(file, 'the code does not know its own address, as in a bundle that is no module.', cause);
  }
}

/** `file` is what the source stands for, in words for people. */
export async function compile(source, file) {
  const tag = tagOf(source);
  if (tag === 'WebAssembly.Module') return source;
  if (tag === 'ArrayBuffer' || ArrayBuffer.isView(source)) return compileBytes(source, 'the bytes given', file);
  return compileResponse(tag === 'Response' ? source : await download(source), nameOf(source), file);
}

async function download(source) {
  if (typeof fetch !== 'function') throw fetchFailed(nameOf(source), 'this host has no fetch');
  try {
    return await fetch(source);
  } catch (cause) {
    throw fetchFailed(nameOf(source), cause.message, cause);
  }
}

async function compileResponse(response, name, file) {
  if (!response.ok) throw fetchFailed(name, `HTTP status ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  // Compiles while it downloads. Only this type is allowed to, and edge workers cannot.
  if (type.split(';')[0].trim() === 'application/wasm' && typeof WebAssembly.compileStreaming === 'function') {
    try {
      return await WebAssembly.compileStreaming(response);
    } catch (cause) {
      throw cause instanceof TypeError ? fetchFailed(name, cause.message, cause) : refused(cause, name, file);
    }
  }
  let bytes;
  try {
    bytes = await response.arrayBuffer();
  } catch (cause) {
    throw fetchFailed(name, cause.message, cause);
  }
  return compileBytes(bytes, name, file);
}

async function compileBytes(source, name, file) {
  const bytes = toView(source);
  if (!startsLikeWasm(bytes)) throw notWasm(bytes, name);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw refused(cause, name, file);
  }
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d];

function startsLikeWasm(bytes) {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

export function nameOf(source) {
  if (typeof source === 'string') return source;
  const tag = tagOf(source);
  if (tag === 'URL') return source.href;
  return ((tag === 'Request' || tag === 'Response') && source.url) || 'the source given';
}

/** The entry does not know where its file lies, or it does not lie there. */
export function notFound(file, why, cause) {
  return new CaseConnectorsError(
    'WASM_NOT_FOUND',
    `${file} is not at hand: ${why}`,
    `Copy ${file} from the package to where it can be had and call init(source) with its address, its bytes or the compiled module, ` +
      `or import from '${INLINE[file]}', which has it inside.`,
    cause,
  );
}

const INLINE = { 'engine.wasm': 'case-connectors/inline', 'forms.wasm': 'case-connectors/forms/inline' };

/** For hosts that compile nothing while they run. */
export function needsModule(file, cause) {
  return new CaseConnectorsError(
    'WASM_NEEDS_MODULE',
    'This host compiles no WebAssembly at run time; it takes modules that were compiled when the code was deployed.',
    `import engine from 'case-connectors/${file}', then await init(engine). In an edge route of Next the package brings the module: import from 'case-connectors', then await init().`,
    cause,
  );
}

function fetchFailed(name, why, cause) {
  return new CaseConnectorsError(
    'WASM_FETCH_FAILED',
    `Could not download ${name}: ${why}.`,
    'Check that the page may reach this address, then call init() again. ' +
      'If the file lies elsewhere, pass its address: init(url).',
    cause,
  );
}

function notWasm(bytes, name) {
  // 0x3c is `<`: a development server's answer to an address that it does not know.
  const what = bytes[0] === 0x3c ? 'is a web page' : 'is not WebAssembly';
  return new CaseConnectorsError(
    'WASM_NOT_WASM',
    `Expected WebAssembly at ${name}, but what came ${what}.`,
    "The server does not serve the .wasm file there. With Vite 5 to 7: `import url from 'case-connectors/engine.wasm?url'`, " +
      'then `init(url)`. Otherwise copy the file from the package and pass its address to init(url).',
  );
}

/** Why a browser or Node would not compile what seems to be WebAssembly. */
function refused(cause, name, file) {
  if (/content security policy|\bCSP\b|unsafe-eval/i.test(cause.message)) {
    return new CaseConnectorsError(
      'WASM_BLOCKED_BY_CSP',
      `This page's Content Security Policy forbids WebAssembly: ${cause.message}`,
      "Add 'wasm-unsafe-eval' to the policy: `script-src 'self' 'wasm-unsafe-eval'`. " +
        `In Kibana, in kibana.yml: csp.script_src: ["'wasm-unsafe-eval'"] (with both pairs of quotes).`,
      cause,
    );
  }
  if (/disallowed by embedder|code generation|edge runtime/i.test(cause.message)) return needsModule(file, cause);
  if (/magic|expected 4 bytes|BufferSource argument is empty/i.test(cause.message)) return notWasm([], name);
  return new CaseConnectorsError(
    'WASM_UNSUPPORTED',
    `The WebAssembly of ${name} could not be compiled: ${cause.message}`,
    'The file may be damaged: download it again. Otherwise update the browser (or Node, to 20 or later).',
    cause,
  );
}
