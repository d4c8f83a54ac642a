import type { Request, Response, URL, WasmModule } from './platform.js';

/** Where the WebAssembly comes from: its address, an answer that holds it, its bytes, or the compiled module. */
export type InitSource = string | URL | Request | Response | ArrayBuffer | ArrayBufferView | WasmModule;

/** What `init` can fail with. */
export type InitErrorCode =
  /** The Content Security Policy of the page forbids WebAssembly. */
  | 'WASM_BLOCKED_BY_CSP'
  /** The address answered with something else, mostly a web page. */
  | 'WASM_NOT_WASM'
  /** The file does not lie where the code looks for it, or the code cannot know where that is. */
  | 'WASM_NOT_FOUND'
  /** The host compiles nothing at run time: pass the compiled module. */
  | 'WASM_NEEDS_MODULE'
  /** No answer, or one with an error status. */
  | 'WASM_FETCH_FAILED'
  /** The file belongs to another version of the package. */
  | 'WASM_MISMATCH'
  /** The browser is too old, or the file is damaged. */
  | 'WASM_UNSUPPORTED';

/**
 * Loads the WebAssembly. Call it once before anything else; further calls
 * answer the same promise, whatever their source. After a failure, calling it
 * again tries again. In Node everything is loaded on import, and this resolves
 * at once; an import never throws, and this says what was wrong.
 *
 * Without a source, the file beside the package's code is fetched.
 *
 * Rejects with a `CaseConnectorsError` whose `code` is an `InitErrorCode` and
 * whose `remedy` says what to do.
 */
export type Init = (source?: InitSource | Promise<InitSource>) => Promise<void>;
