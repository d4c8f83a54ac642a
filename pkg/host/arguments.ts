// What callers pass: cases as bytes, and options with known names.
import type { CaseInput, Delegate } from '../types.js';
// @ts-expect-error: shared with the entries that are JavaScript, and has no declarations.
import { bodyOf, checkArguments as checkGiven, checkMethods as checkAll } from '../arguments.js';
// @ts-expect-error: shared with the entries that are JavaScript, and has no declarations.
import { readCase as readInput, toOwnBytes } from '../input.js';
// @ts-expect-error: as above.
import { known as knownOptions } from '../options.js';

/** A case as bytes, with the pages that came apart: bytes of comments, or `{alerts: bytes}`. */
export interface CaseBytes {
  bytes: Uint8Array;
  pages: unknown[];
}

export const readCase = (input: CaseInput): CaseBytes => readInput(input, toOwnBytes);

/** The options of a call, none as an empty object; throws where one is not known. */
export function known<Options extends object>(call: string, options: Options | null | undefined): Options {
  return knownOptions(call, options) as Options;
}

/** Refuses arguments of other types than the function takes. */
export const checkArguments: (name: string, given: unknown[]) => void = checkGiven;

/** What a host sends requests to Kibana by, with the bytes of each answer. */
export function sending(send: NonNullable<Delegate['send']>): Delegate['send'] {
  return async (...given) => {
    const answer = await send(...given);
    return { status: answer.status, headers: answer.headers, body: bodyOf(answer) };
  };
}

/** The same for the methods of a class; those that answer a promise reject. */
export const checkMethods: (Class: object, prefix: string, isAsync: (name: string) => boolean) => void = checkAll;
