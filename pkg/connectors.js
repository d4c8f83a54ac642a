// Connectors, settings and journal in the browser's storage, and pushes that use them.
import { ready } from './engine-module.js';
import { call, callAsync } from './error.js';
import { readCase } from './input.js';

/** A gateway or a delegate may be named by a path of this page's own origin. */
function absolute(place) {
  if (typeof place?.url !== 'string' || globalThis.location === undefined) return place;
  try {
    return { ...place, url: new URL(place.url, location.href).href };
  } catch {
    return place;
  }
}

export class CaseConnectors {
  #handle;

  /** Use `CaseConnectors.open()`: opening takes time, and a constructor cannot wait. */
  constructor(handle) {
    this.#handle = handle;
  }

  static async open(options = {}) {
    const [transport, delegate] = [absolute(options.transport), absolute(options.delegate)];
    return new CaseConnectors(await callAsync(() => ready().hostOpen({ ...options, transport, delegate })));
  }

  connectors() {
    return callAsync(() => ready().hostConnectors(this.#handle));
  }

  saveConnector(draft) {
    return callAsync(() => ready().hostSaveConnector(this.#handle, draft));
  }

  testConnector(draft, { signal, onProgress, ...options } = {}) {
    return callAsync(() => ready().hostTestConnector(this.#handle, draft, options, signal ?? undefined, onProgress));
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
    return callAsync(() => ready().hostSaveSettings(this.#handle, settings));
  }

  caseChoice(caseId) {
    return callAsync(() => ready().hostCaseChoice(this.#handle, caseId));
  }

  saveCaseChoice(caseId, choice) {
    return callAsync(() => ready().hostSaveCaseChoice(this.#handle, caseId, choice));
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
    return callAsync(() => ready().hostSetVault(this.#handle, options));
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

  plan(securityCase, options = {}) {
    return callAsync(() => {
      const { bytes, pages } = readCase(securityCase);
      return ready().hostPlan(this.#handle, bytes, pages, options);
    });
  }

  status(securityCase, { connectorId } = {}) {
    return callAsync(() => {
      const { bytes, pages } = readCase(securityCase);
      return ready().hostStatus(this.#handle, bytes, pages, connectorId);
    });
  }

  push(securityCase, { signal, onProgress, ...options } = {}) {
    return callAsync(() => {
      const { bytes, pages } = readCase(securityCase);
      return ready().hostPush(this.#handle, bytes, pages, options, signal ?? undefined, onProgress);
    });
  }

  pushAll(securityCases, { signal, onProgress, onResult, ...options } = {}) {
    return callAsync(() => {
      const cases = securityCases.map(readCase);
      return ready().hostPushAll(this.#handle, cases, options, signal ?? undefined, onProgress, onResult);
    });
  }

  interrupted() {
    return callAsync(() => ready().hostInterrupted(this.#handle));
  }

  resume(caseId, { signal, onProgress, ...options } = {}) {
    return callAsync(() => ready().hostResume(this.#handle, caseId, options, signal ?? undefined, onProgress));
  }

  resumeAll({ signal, onProgress, onResult, ...options } = {}) {
    return callAsync(
      () => ready().hostResumeAll(this.#handle, options, signal ?? undefined, onProgress, onResult),
    );
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
