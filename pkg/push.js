// A push as a state machine without I/O, and the sending that goes with it.
import { call, callAsync } from './error.js';
import * as glue from './glue/engine.js';
import { readCase, toJournal } from './input.js';
import { ready } from './load.js';
import { known } from './options.js';

/** Memory of the engine that belongs to a `Push` nobody freed. */
const forgotten = new FinalizationRegistry((handle) => ready(glue).pushFree(handle));

export class Push {
  #handle;

  constructor(securityCase, connector, options) {
    const { journal, now = new Date().toISOString(), jitter = Math.random(), ...rest } = known('new Push', options);
    const { bytes, pages } = readCase(securityCase);
    const engineOptions = { now, jitter, ...rest };
    this.#handle = call(() => ready(glue).pushNew(bytes, pages, connector, toJournal(journal), engineOptions));
    forgotten.register(this, this.#handle, this);
  }

  next() {
    return call(() => glue.pushNext(this.#handle));
  }

  saved() {
    call(() => glue.pushSaved(this.#handle));
  }

  notSaved(error) {
    call(() => glue.pushNotSaved(this.#handle, error === undefined ? undefined : messageOf(error)));
  }

  receive(id, { status, headers, body }, now = new Date().toISOString()) {
    call(() => glue.pushReceive(this.#handle, id, status, headers, body, now));
  }

  fail(id, reason, error) {
    call(() => glue.pushFail(this.#handle, id, reason, error === undefined ? undefined : messageOf(error)));
  }

  abort() {
    call(() => glue.pushAbort(this.#handle));
  }

  settle(settlement) {
    call(() => glue.pushSettle(this.#handle, known('settle', settlement)));
  }

  progress() {
    return call(() => glue.pushProgress(this.#handle));
  }

  outcome() {
    return call(() => glue.pushOutcome(this.#handle));
  }

  free() {
    forgotten.unregister(this);
    glue.pushFree(this.#handle);
  }
}

const messageOf = (error) => (error instanceof Error ? error.message : String(error));

export const send = (request, options) =>
  callAsync(() => {
    const { timeoutMs, signal } = known('send', options);
    return ready(glue).send(request, timeoutMs ?? undefined, signal ?? undefined);
  });
