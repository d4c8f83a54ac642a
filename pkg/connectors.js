// Connectors, settings and journal in the browser's storage, and pushes that use them.
import { call, callAsync } from './error.js';
import * as glue from './glue/engine.js';
import { readCase } from './input.js';
import { ready } from './load.js';

/** A gateway or a delegate may be named by a path of this page's own origin. */
function absolute(place) {
  if (typeof place?.url !== 'string' || globalThis.location === undefined) return place;
  return { ...place, url: URL.canParse(place.url, location.href) ? new URL(place.url, location.href).href : place.url };
}

export class CaseConnectors {
  #handle;

  /** Use `CaseConnectors.open()`: opening takes time, and a constructor cannot wait. */
  constructor(handle) {
    this.#handle = handle;
  }

  static async open(options = {}) {
    const [transport, delegate] = [absolute(options.transport), absolute(options.delegate)];
    return new CaseConnectors(await callAsync(() => ready(glue).hostOpen({ ...options, transport, delegate })));
  }

  connectors() {
    return callAsync(() => glue.hostConnectors(this.#handle));
  }

  saveConnector(draft) {
    return callAsync(() => glue.hostSaveConnector(this.#handle, draft));
  }

  testConnector(draft, { signal, onProgress, ...options } = {}) {
    return callAsync(() => glue.hostTestConnector(this.#handle, draft, options, signal ?? undefined, onProgress));
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
    return callAsync(() => glue.hostSaveSettings(this.#handle, settings));
  }

  caseChoice(caseId) {
    return callAsync(() => glue.hostCaseChoice(this.#handle, caseId));
  }

  saveCaseChoice(caseId, choice) {
    return callAsync(() => glue.hostSaveCaseChoice(this.#handle, caseId, choice));
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
    return callAsync(() => glue.hostSetVault(this.#handle, options));
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

  plan(securityCase, options = {}) {
    return callAsync(() => {
      const { bytes, pages } = readCase(securityCase);
      return glue.hostPlan(this.#handle, bytes, pages, options);
    });
  }

  status(securityCase, { connectorId } = {}) {
    return callAsync(() => {
      const { bytes, pages } = readCase(securityCase);
      return glue.hostStatus(this.#handle, bytes, pages, connectorId);
    });
  }

  push(securityCase, { signal, onProgress, ...options } = {}) {
    return callAsync(() => {
      const { bytes, pages } = readCase(securityCase);
      return glue.hostPush(this.#handle, bytes, pages, options, signal ?? undefined, onProgress);
    });
  }

  pushAll(securityCases, { signal, onProgress, onResult, ...options } = {}) {
    return callAsync(() => {
      const cases = securityCases.map(readCase);
      return glue.hostPushAll(this.#handle, cases, options, signal ?? undefined, onProgress, onResult);
    });
  }

  interrupted() {
    return callAsync(() => glue.hostInterrupted(this.#handle));
  }

  resume(caseId, { signal, onProgress, ...options } = {}) {
    return callAsync(() => glue.hostResume(this.#handle, caseId, options, signal ?? undefined, onProgress));
  }

  resumeAll({ signal, onProgress, onResult, ...options } = {}) {
    return callAsync(
      () => glue.hostResumeAll(this.#handle, options, signal ?? undefined, onProgress, onResult),
    );
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
