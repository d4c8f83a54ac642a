// Connectors, settings and journal in the browser's storage, and pushes that use them.
import { ready } from './engine-module.js';
import { call, callAsync } from './error.js';
import { readCase } from './input.js';
import { known } from './options.js';

/** A gateway or a delegate may be named by a path of this page's own origin. */
function absolute(place) {
  if (typeof place?.url !== 'string' || globalThis.location === undefined) return place;
  try {
    return { ...place, url: new URL(place.url, location.href).href };
  } catch {
    return place;
  }
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
    return new CaseConnectors(await callAsync(() => ready().hostOpen({ ...options, transport, delegate })));
  }

  connectors() {
    return callAsync(() => ready().hostConnectors(this.#handle));
  }

  saveConnector(draft) {
    return callAsync(() => ready().hostSaveConnector(this.#handle, draft));
  }

  testConnector(draft, given) {
    return callAsync(() => {
      const { signal, onProgress, ...options } = known('testConnector', given);
      return ready().hostTestConnector(this.#handle, draft, options, signal ?? undefined, onProgress ?? undefined);
    });
  }

  deleteConnector(id) {
    return callAsync(() => ready().hostDeleteConnector(this.#handle, id));
  }

  setSecrets(id, secrets) {
    return callAsync(() => ready().hostSetSecrets(this.#handle, id, secrets));
  }

  settings() {
    return callAsync(() => ready().hostSettings(this.#handle));
  }

  saveSettings(settings) {
    return callAsync(() => ready().hostSaveSettings(this.#handle, known('saveSettings', settings)));
  }

  caseChoice(caseId) {
    return callAsync(() => ready().hostCaseChoice(this.#handle, caseId));
  }

  saveCaseChoice(caseId, choice) {
    // Nothing takes the choice back, so it must stay nothing.
    return callAsync(() => ready().hostSaveCaseChoice(this.#handle, caseId, choice && known('saveCaseChoice', choice)));
  }

  exportConnectors() {
    return callAsync(() => ready().hostExport(this.#handle));
  }

  importConnectors(data) {
    return callAsync(() => ready().hostImport(this.#handle, data));
  }

  vault() {
    return callAsync(() => ready().hostVault(this.#handle));
  }

  setVault(options) {
    return callAsync(() => ready().hostSetVault(this.#handle, known('setVault', options)));
  }

  unlock(passphrase) {
    return callAsync(() => ready().hostUnlock(this.#handle, passphrase));
  }

  lock() {
    call(() => ready().hostLock(this.#handle));
  }

  wipe() {
    return callAsync(() => ready().hostWipe(this.#handle));
  }

  plan(securityCase, given) {
    return callAsync(() => {
      const options = known('plan', given);
      const { bytes, pages } = readCase(securityCase);
      return ready().hostPlan(this.#handle, bytes, pages, options);
    });
  }

  status(securityCase, given) {
    return callAsync(() => {
      const { connectorId } = known('status', given);
      const { bytes, pages } = readCase(securityCase);
      return ready().hostStatus(this.#handle, bytes, pages, connectorId ?? undefined);
    });
  }

  push(securityCase, given) {
    return callAsync(() => {
      const { signal, onProgress, ...options } = known('push', given);
      const { bytes, pages } = readCase(securityCase);
      return ready().hostPush(this.#handle, bytes, pages, options, signal ?? undefined, onProgress ?? undefined);
    });
  }

  pushAll(securityCases, given) {
    return callAsync(() => {
      const [options, ...calls] = bulk(known('pushAll', given));
      const cases = securityCases.map(readCase);
      return ready().hostPushAll(this.#handle, cases, options, ...calls);
    });
  }

  interrupted() {
    return callAsync(() => ready().hostInterrupted(this.#handle));
  }

  resume(caseId, given) {
    return callAsync(() => {
      const { signal, onProgress, ...options } = known('resume', given);
      return ready().hostResume(this.#handle, caseId, options, signal ?? undefined, onProgress ?? undefined);
    });
  }

  resumeAll(given) {
    return callAsync(() => {
      const [options, ...calls] = bulk(known('resumeAll', given));
      return ready().hostResumeAll(this.#handle, options, ...calls);
    });
  }

  dismiss(caseId, connectorId) {
    return callAsync(() => ready().hostDismiss(this.#handle, caseId, connectorId));
  }

  watch(listener) {
    const watch = call(() => ready().hostWatch(this.#handle, listener));
    return () => ready().hostUnwatch(this.#handle, watch);
  }

  abort(caseId) {
    call(() => ready().hostAbort(this.#handle, caseId));
  }

  setAside() {
    return callAsync(() => ready().hostAside(this.#handle));
  }

  journal(caseId, connectorId) {
    return callAsync(() => ready().hostJournal(this.#handle, caseId, connectorId));
  }

  forget(caseId) {
    return callAsync(() => ready().hostForget(this.#handle, caseId));
  }

  close() {
    ready().hostClose(this.#handle);
  }
}
