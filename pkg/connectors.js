// Connectors, settings and journal in the browser's storage, and pushes that use them.
import { callAsync } from './error.js';
import * as glue from './glue/engine.js';
import { readCase } from './input.js';
import { ready } from './load.js';

export class CaseConnectors {
  #handle;

  /** Use `CaseConnectors.open()`: opening takes time, and a constructor cannot wait. */
  constructor(handle) {
    this.#handle = handle;
  }

  static async open(options = {}) {
    return new CaseConnectors(await callAsync(() => ready(glue).hostOpen(options)));
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

  plan(securityCase, { connectorId } = {}) {
    return callAsync(() => {
      const { bytes, pages } = readCase(securityCase);
      return glue.hostPlan(this.#handle, bytes, pages, connectorId);
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
