/** Where the WebAssembly comes from: its address, an answer that holds it, its bytes, or the compiled module. */
export type InitSource =
  | string
  | URL
  | Request
  | Response
  | ArrayBuffer
  | ArrayBufferView
  // `& object`, because on its own the type is empty and would admit a number.
  | (WebAssembly.Module & object);

/** What `init` can fail with. */
export type InitErrorCode =
  /** The Content Security Policy of the page forbids WebAssembly. */
  | 'WASM_BLOCKED_BY_CSP'
  /** The address answered with something else, mostly a web page. */
  | 'WASM_NOT_WASM'
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
 * at once.
 *
 * Without a source, the file beside the package's code is fetched.
 *
 * Rejects with a `CaseConnectorsError` whose `code` is an `InitErrorCode` and
 * whose `remedy` says what to do.
 */
export type Init = (source?: InitSource | Promise<InitSource>) => Promise<void>;
