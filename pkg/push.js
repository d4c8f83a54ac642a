// A push as a state machine without I/O, and the sending that goes with it.
import { bodyOf, checkArguments, checkMethods, checkOption } from './arguments.js';
import { ready } from './engine-module.js';
import { call, callAsync } from './error.js';
import { quietly } from './host/quietly.js';
import { readCase, toJournal } from './input.js';
import { known } from './options.js';

/** Memory of the engine that belongs to a `Push` nobody freed. Older edge workers have no such registry: there, `free()` alone does it. */
const forgotten =
  typeof FinalizationRegistry === 'undefined'
    ? { register() {}, unregister() {} }
    : // A broken engine has nothing to give back, and an error here would end a Node process.
      new FinalizationRegistry((handle) => quietly(() => ready().pushFree(handle)));

export class Push {
  #handle;

  constructor(securityCase, connector, options) {
    checkArguments('new Push', [securityCase, connector, options]);
    const { journal, now = new Date().toISOString(), jitter = Math.random(), ...rest } = known('new Push', options);
    const { bytes, pages } = readCase(securityCase);
    const engineOptions = { now, jitter, ...rest };
    this.#handle = call(() => ready().pushNew(bytes, pages, connector, toJournal(journal), engineOptions));
    forgotten.register(this, this.#handle, this);
  }

  next() {
    return call(() => ready().pushNext(this.#handle));
  }

  saved() {
    call(() => ready().pushSaved(this.#handle));
  }

  notSaved(error) {
    call(() => ready().pushNotSaved(this.#handle, error === undefined ? undefined : messageOf(error)));
  }

  receive(id, answer, now) {
    const { status, headers } = answer;
    checkOption('answer.status', 'status', status);
    const body = bodyOf(answer);
    call(() => ready().pushReceive(this.#handle, id, status, headers, body, now ?? new Date().toISOString()));
  }

  fail(id, reason, error) {
    call(() => ready().pushFail(this.#handle, id, reason, error));
  }

  abort() {
    call(() => ready().pushAbort(this.#handle));
  }

  settle(settlement) {
    call(() => ready().pushSettle(this.#handle, known('settle', settlement)));
  }

  progress() {
    return call(() => ready().pushProgress(this.#handle));
  }

  outcome() {
    return call(() => ready().pushOutcome(this.#handle));
  }

  free() {
    forgotten.unregister(this);
    ready().pushFree(this.#handle);
  }
}

checkMethods(Push, 'Push.', () => false);

/** Whatever was thrown, in words. */
function messageOf(error) {
  try {
    return typeof error?.message === 'string' ? error.message : String(error);
  } catch {
    return 'The records could not be kept.';
  }
}

export const send = (request, options) =>
  callAsync(() => {
    checkArguments('send', [request, options]);
    const { timeoutMs, signal } = known('send', options);
    return ready().send(request, timeoutMs ?? undefined, signal ?? undefined);
  });
