// Connectors, settings and journal in the browser's storage, and pushes that use them.
import { call, callAsync } from './error.js';
import * as glue from './glue/engine.js';
import { readCase } from './input.js';
import { ready } from './load.js';
import { known } from './options.js';

/** A gateway or a delegate may be named by a path of this page's own origin. */
function absolute(place) {
  if (typeof place?.url !== 'string' || globalThis.location === undefined) return place;
  return { ...place, url: URL.canParse(place.url, location.href) ? new URL(place.url, location.href).href : place.url };
}

/** The options of many pushes, and apart from them what they call. */
function bulk({ signal, onProgress, onResult, ...options }) {
  return [options, signal ?? undefined, onProgress ?? undefined, onResult ?? undefined];
}

export class CaseConnectors {
  #handle;

  /** Use `CaseConnectors.open()`: opening takes time, and a constructor cannot wait. */
  constructor(handle) {
    this.#handle = handle;
  }

  static async open(given) {
    const options = known('open', given);
    const [transport, delegate] = [absolute(options.transport), absolute(options.delegate)];
    return new CaseConnectors(await callAsync(() => ready(glue).hostOpen({ ...options, transport, delegate })));
  }

  connectors() {
    return callAsync(() => glue.hostConnectors(this.#handle));
  }

  saveConnector(draft) {
    return callAsync(() => glue.hostSaveConnector(this.#handle, draft));
  }

  testConnector(draft, given) {
    return callAsync(() => {
      const { signal, onProgress, ...options } = known('testConnector', given);
      return glue.hostTestConnector(this.#handle, draft, options, signal ?? undefined, onProgress ?? undefined);
    });
  }

  deleteConnector(id) {
    return callAsync(() => glue.hostDeleteConnector(this.#handle, id));
  }

  setSecrets(id, secrets) {
    return callAsync(() => glue.hostSetSecrets(this.#handle, id, secrets));
  }

  settings() {
    return callAsync(() => glue.hostSettings(this.#handle));
  }

  saveSettings(settings) {
    return callAsync(() => glue.hostSaveSettings(this.#handle, known('saveSettings', settings)));
  }

  caseChoice(caseId) {
    return callAsync(() => glue.hostCaseChoice(this.#handle, caseId));
  }

  saveCaseChoice(caseId, choice) {
    // Nothing takes the choice back, so it must stay nothing.
    return callAsync(() => glue.hostSaveCaseChoice(this.#handle, caseId, choice && known('saveCaseChoice', choice)));
  }

  exportConnectors() {
    return callAsync(() => glue.hostExport(this.#handle));
  }

  importConnectors(data) {
    return callAsync(() => glue.hostImport(this.#handle, data));
  }

  vault() {
    return callAsync(() => glue.hostVault(this.#handle));
  }

  setVault(options) {
    return callAsync(() => glue.hostSetVault(this.#handle, known('setVault', options)));
  }

  unlock(passphrase) {
    return callAsync(() => glue.hostUnlock(this.#handle, passphrase));
  }

  lock() {
    call(() => glue.hostLock(this.#handle));
  }

  wipe() {
    return callAsync(() => glue.hostWipe(this.#handle));
  }

  plan(securityCase, given) {
    return callAsync(() => {
      const options = known('plan', given);
      const { bytes, pages } = readCase(securityCase);
      return glue.hostPlan(this.#handle, bytes, pages, options);
    });
  }

  status(securityCase, given) {
    return callAsync(() => {
      const { connectorId } = known('status', given);
      const { bytes, pages } = readCase(securityCase);
      return glue.hostStatus(this.#handle, bytes, pages, connectorId ?? undefined);
    });
  }

  push(securityCase, given) {
    return callAsync(() => {
      const { signal, onProgress, ...options } = known('push', given);
      const { bytes, pages } = readCase(securityCase);
      return glue.hostPush(this.#handle, bytes, pages, options, signal ?? undefined, onProgress ?? undefined);
    });
  }

  pushAll(securityCases, given) {
    return callAsync(() => {
      const [options, ...calls] = bulk(known('pushAll', given));
      const cases = securityCases.map(readCase);
      return glue.hostPushAll(this.#handle, cases, options, ...calls);
    });
  }

  interrupted() {
    return callAsync(() => glue.hostInterrupted(this.#handle));
  }

  resume(caseId, given) {
    return callAsync(() => {
      const { signal, onProgress, ...options } = known('resume', given);
      return glue.hostResume(this.#handle, caseId, options, signal ?? undefined, onProgress ?? undefined);
    });
  }

  resumeAll(given) {
    return callAsync(() => {
      const [options, ...calls] = bulk(known('resumeAll', given));
      return glue.hostResumeAll(this.#handle, options, ...calls);
    });
  }

  dismiss(caseId, connectorId) {
    return callAsync(() => glue.hostDismiss(this.#handle, caseId, connectorId));
  }

  watch(listener) {
    const watch = call(() => glue.hostWatch(this.#handle, listener));
    return () => glue.hostUnwatch(this.#handle, watch);
  }

  abort(caseId) {
    call(() => glue.hostAbort(this.#handle, caseId));
  }

  setAside() {
    return callAsync(() => glue.hostAside(this.#handle));
  }

  journal(caseId, connectorId) {
    return callAsync(() => glue.hostJournal(this.#handle, caseId, connectorId));
  }

  forget(caseId) {
    return callAsync(() => glue.hostForget(this.#handle, caseId));
  }

  close() {
    glue.hostClose(this.#handle);
  }
}
