/**
 * Types of the platform by the library that the project has (DOM, Node's, Cloudflare's), so that these declarations compile without
 * any of them. Where there is none, the little that is used here.
 */
type Global<Name extends string, Otherwise> = typeof globalThis extends { [name in Name]: { prototype: infer Type } }
  ? Type
  : Otherwise;

export type AbortSignal = Global<'AbortSignal', { readonly aborted: boolean }>;
export type AbortController = Global<'AbortController', { readonly signal: AbortSignal; abort(): void }>;
export type URL = Global<'URL', { readonly href: string }>;
export type Request = Global<'Request', { readonly url: string; readonly method: string }>;
export type Response = Global<'Response', { readonly status: number; arrayBuffer(): Promise<ArrayBuffer> }>;

/** What a `fetch` takes beside the address. */
export type RequestInit = typeof globalThis extends { fetch: (input: string, init?: infer Init) => unknown }
  ? Init
  : object;

/** A compiled `WebAssembly.Module`. */
// `& object`, because on its own the type is empty and would admit a number.
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module & object
  : { readonly exports?: never };
