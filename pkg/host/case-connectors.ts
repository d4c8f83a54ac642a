// `CaseConnectors`: connectors, settings and the journal in a store, and pushes that use them.
import type { JournalRecord, PushOutcome, PushPlan, PushStatus } from '../push-types.js';
import type {
  ApplyOptions,
  AsideRecord,
  BulkOptions,
  BulkResult,
  CaseChoice,
  CaseInput,
  ConnectorDraft,
  ConnectorExport,
  ConnectorFields,
  ConnectorSecrets,
  Enqueued,
  EnqueueOptions,
  FieldsOptions,
  ImportOptions,
  ImportResult,
  InterruptedPush,
  LiveChoice,
  LiveField,
  LookOptions,
  OpenOptions,
  Pause,
  PullAllOptions,
  PullChoices,
  Pulled,
  PullOptions,
  PullResult,
  PushProgress,
  ResumeOptions,
  RunOptions,
  SaveResult,
  SearchOptions,
  Settings,
  StoredConnector,
  TestOptions,
  TestReport,
  Vault,
  VaultOptions,
} from '../types.js';
import { checkArguments, checkMethods, known, readCase } from './arguments.js';
import { connectors, deleteConnector, saveConnector, setSecrets } from './connectors.js';
import type { HostContext } from './context.js';
import { hostError } from './engine.js';
import { exportConnectors, importConnectors } from './exports.js';
import { connectorFields, searchChoices } from './fields.js';
import { enqueue, pushAll, resumeAll } from './bulk.js';
import { closeHost, openHost } from './open.js';
import { endPause, pauses } from './pauses.js';
import { interrupted, resume } from './pending.js';
import { apply, pull, pullAll } from './pull.js';
import { abort, journalOf, plan, push, status } from './push.js';
import { clearQueue, dismiss, dismissAll, forget, type PushQueue, pauseAll, queue, stopAll } from './queue.js';
import { caseChoice, saveCaseChoice, saveSettings, settings } from './settings.js';
import { test } from './test.js';
import { lock, setVault, unlock, vault, wipe } from './vault.js';

/** Batteries included: connectors, settings and the journal in the browser's storage, and pushes that use them. */
export class CaseConnectors {
  #context: HostContext | null;
  #closed: Promise<void> = Promise.resolve();

  private constructor(context: HostContext) {
    this.#context = context;
  }

  static async open(options?: OpenOptions): Promise<CaseConnectors> {
    checkArguments('open', [options]);
    return new CaseConnectors(await openHost(known('open', options)));
  }

  get #host(): HostContext {
    if (this.#context === null) throw hostError('HOST_CLOSED');
    return this.#context;
  }

  /** Does what may take long: `close()` waits for it. */
  async #working<Answer>(begin: (host: HostContext) => Promise<Answer>): Promise<Answer> {
    const host = this.#host;
    const work = begin(host);
    host.underWay.add(work);
    try {
      return await work;
    } finally {
      host.underWay.delete(work);
    }
  }

  /** The stored connectors, by name. */
  async connectors(): Promise<StoredConnector[]> {
    return connectors(this.#host);
  }

  /** Validates and stores a connector; with an id it replaces that one. Its secrets go where `vault()` says. */
  async saveConnector(draft: ConnectorDraft): Promise<SaveResult> {
    return saveConnector(this.#host, draft);
  }

  /** All connectors without their secrets, with the list of what must be entered again after an import. */
  async exportConnectors(): Promise<ConnectorExport> {
    return exportConnectors(this.#host);
  }

  /**
   * Stores the connectors of an export under their own ids; one that cannot be stored stops none of the others. A stored connector
   * that differs stays, unless `replace` names its id: the result says what would change. Ask a person.
   */
  async importConnectors(data: unknown, options?: ImportOptions): Promise<ImportResult> {
    return importConnectors(this.#host, data, known('importConnectors', options));
  }

  /** Where secrets are kept, and whether they are locked. Nothing returns a secret. */
  async vault(): Promise<Vault> {
    return vault(this.#host);
  }

  /**
   * Changes where secrets are kept, and seals those that are there anew: called with the level that is set, it makes a
   * new key. A passphrase needs 12 characters.
   */
  async setVault(options: VaultOptions): Promise<Vault> {
    return setVault(this.#host, known('setVault', options));
  }

  /** Unlocks secrets that are sealed with a passphrase. */
  async unlock(passphrase: string): Promise<void> {
    await unlock(this.#host, passphrase);
  }

  /** Forgets the key of the passphrase, and the secrets that are in memory, in all tabs. */
  lock(): void {
    lock(this.#host);
  }

  /** Deletes all secrets and the key. */
  async wipe(): Promise<void> {
    await wipe(this.#host);
  }

  /**
   * Checks a form against the real system, by reads alone; it need not be saved. An empty secret is the stored one's,
   * while type, URL and user are unchanged. Resolves with the report, whatever the remote side does.
   */
  async testConnector(draft: ConnectorDraft, options?: TestOptions): Promise<TestReport> {
    const given = known('testConnector', options);
    return this.#working((host) => test(host, draft, given));
  }

  /**
   * What the system of a stored connector asks of a new incident now, in the shape of a form, read with the connector's own
   * credentials. What was read is kept for a day, and is answered with the reason where the system cannot be reached.
   */
  async connectorFields(connectorId: string, options?: FieldsOptions): Promise<ConnectorFields> {
    const given = known('connectorFields', options);
    return this.#working((host) => connectorFields(host, connectorId, given));
  }

  /** The choices of a live field that fit some words: as the system finds them, or of those that the field lists. */
  async searchChoices(
    connectorId: string,
    field: LiveField,
    words: string,
    options?: SearchOptions,
  ): Promise<LiveChoice[]> {
    const given = known('searchChoices', options);
    return this.#working((host) => searchChoices(host, connectorId, field, words, given));
  }

  /** The pauses that systems have asked for and that have not ended, in whichever tab. */
  async pauses(): Promise<Pause[]> {
    return pauses(this.#host);
  }

  /** Ends the pause of a base URL in all tabs: the next push asks the system again. */
  async endPause(baseUrl: string): Promise<void> {
    await endPause(this.#host, baseUrl);
  }

  /**
   * Deletes a connector, its secret, the choices of cases for it, and the pause of its base URL where no other connector has that; the
   * journal stays.
   */
  async deleteConnector(id: string): Promise<void> {
    await deleteConnector(this.#host, id);
  }

  /** Enters the secrets of a stored connector again, after a reload. */
  async setSecrets(id: string, secrets: ConnectorSecrets): Promise<void> {
    await setSecrets(this.#host, id, secrets);
  }

  async settings(): Promise<Settings> {
    return settings(this.#host);
  }

  async saveSettings(settings: Settings): Promise<void> {
    await saveSettings(this.#host, known('saveSettings', settings));
  }

  async caseChoice(caseId: string): Promise<CaseChoice | null> {
    return caseChoice(this.#host, caseId);
  }

  async saveCaseChoice(caseId: string, choice: CaseChoice | null): Promise<void> {
    // Nothing takes the choice back, so it must stay nothing.
    await saveCaseChoice(this.#host, caseId, choice && known('saveCaseChoice', choice));
  }

  /** What a push of this case would do now. With a delegate one step: what Kibana makes of it, only Kibana knows. */
  async plan(securityCase: CaseInput, options?: LookOptions): Promise<PushPlan> {
    const given = known('plan', options);
    return plan(this.#host, readCase(securityCase), given);
  }

  async status(securityCase: CaseInput, options?: Pick<LookOptions, 'connectorId'>): Promise<PushStatus> {
    const { connectorId } = known('status', options);
    return status(this.#host, readCase(securityCase), connectorId ?? undefined);
  }

  /**
   * Pushes a case. Resolves with the outcome, whatever the remote side does; rejects only where the push cannot
   * begin, for instance with `SECRET_MISSING`. Only one tab or worker pushes a case at a time: the others wait.
   */
  async push(securityCase: CaseInput, options?: RunOptions): Promise<PushOutcome> {
    const given = known('push', options);
    const input = readCase(securityCase);
    return this.#working((host) => push(host, input, given));
  }

  /**
   * What the other team did in the incident of a case since the last push or pull, with a choice for each part. It only reads, and
   * changes nothing. Rejects where the system cannot be read, and with `NEVER_PUSHED` where no incident is known.
   */
  async pull(securityCase: CaseInput, options?: PullOptions): Promise<Pulled> {
    const given = known('pull', options);
    const input = readCase(securityCase);
    return this.#working((host) => pull(host, input, given));
  }

  /** Pulls many cases, several at once; each has a result of its own, in the order of the cases, and none stops the others. */
  async pullAll(securityCases: readonly CaseInput[], options?: PullAllOptions): Promise<PullResult[]> {
    const given = known('pullAll', options);
    const inputs = securityCases.map(readCase);
    return this.#working((host) => pullAll(host, inputs, given));
  }

  /**
   * The case's new bytes, as `applied` makes them. What was decided is kept: the next pull does not ask again, and the next push
   * knows that the incident has what was taken over. Pass `save`, which stores the bytes before that.
   */
  async apply(
    securityCase: CaseInput,
    pulled: Pulled,
    choices: PullChoices,
    options?: ApplyOptions,
  ): Promise<Uint8Array> {
    const given = known('apply', options);
    const input = readCase(securityCase);
    return this.#working((host) => apply(host, input, pulled, choices, given));
  }

  /**
   * Puts cases into the queue, behind what is in it, and begins nothing: `resumeAll()` does, in whichever tab. The connector of each
   * is fixed now, and so is what is pushed. A case that is in it already is replaced.
   */
  async enqueue(securityCases: readonly CaseInput[], options?: EnqueueOptions): Promise<Enqueued[]> {
    const given = known('enqueue', options);
    const inputs = securityCases.map(readCase);
    return this.#working((host) => enqueue(host, inputs, given));
  }

  /**
   * Pushes many cases, several at once: `enqueue()`, and work at them. All are kept before the first is sent, so that a reload loses none; each has
   * a result of its own, in the order of the cases, and none stops the others.
   */
  async pushAll(securityCases: readonly CaseInput[], options?: BulkOptions): Promise<BulkResult[]> {
    const given = known('pushAll', options);
    const inputs = securityCases.map(readCase);
    return this.#working((host) => pushAll(host, inputs, given));
  }

  /** The pushes that did not complete, oldest first. Those under way in any tab are left out. */
  async interrupted(): Promise<InterruptedPush[]> {
    return interrupted(this.#host);
  }

  /** Finishes an interrupted push from the case as it was kept. Rejects with `NOTHING_PENDING` where there is none. */
  async resume(caseId: string, options?: RunOptions): Promise<PushOutcome & { caseId: string }> {
    const given = known('resume', options);
    return this.#working((host) => resume(host, caseId, given));
  }

  /**
   * Finishes pushes that did not complete: all, or those that are named. A queue that was stopped goes on where any of them is in it, or
   * where none is named. What another tab
   * is at work on is waited for, and what it has ended meanwhile is not tried again.
   */
  async resumeAll(options?: ResumeOptions): Promise<BulkResult[]> {
    const given = known('resumeAll', options);
    return this.#working((host) => resumeAll(host, given));
  }

  /** Takes a push off the queue and the list of interrupted ones. One that is under way is broken off before. Its journal stays. */
  async dismiss(caseId: string, connectorId: string): Promise<void> {
    await this.#working((host) => dismiss(host, caseId, connectorId));
  }

  /** What `enqueue` and `pushAll` were given, in all tabs: what is still to be done, and what became of the rest, also after a reload. */
  async queue(): Promise<PushQueue> {
    return queue(this.#host);
  }

  /** Calls the listener when the queue has changed, in whichever tab. Answers a function that ends it. */
  watchQueue(listener: () => void): () => void {
    const { queueListeners } = this.#host;
    const own = () => listener();
    queueListeners.add(own);
    return () => {
      queueListeners.delete(own);
    };
  }

  /**
   * Stops the queue in all tabs, until `pushAll` or `resumeAll` is called. What is under way is broken off as by `abort()`, and is
   * still to be done: whoever takes it up again looks first whether the last request was carried out.
   */
  async stopAll(): Promise<void> {
    await stopAll(this.#host);
  }

  /**
   * Lets the queue begin nothing more, in all tabs, until `pushAll` or `resumeAll` is called. What is under way comes to its end.
   */
  async pauseAll(): Promise<void> {
    await pauseAll(this.#host);
  }

  /**
   * Takes everything off the queue that is still to be done. What is under way is broken off before: what was sent of it stays sent,
   * and a later push finds it. The journals stay.
   */
  async dismissAll(): Promise<void> {
    await this.#working(dismissAll);
  }

  /** Takes what has ended off the queue; what did not complete can still be resumed. */
  async clearQueue(): Promise<void> {
    await clearQueue(this.#host);
  }

  /** Follows the pushes of all tabs and workers with the same storage. Answers a function that ends it. */
  watch(listener: (progress: PushProgress) => void): () => void {
    const { listeners } = this.#host;
    // Two watches with one function are two.
    const own = (progress: PushProgress) => listener(progress);
    listeners.add(own);
    return () => {
      listeners.delete(own);
    };
  }

  /** Aborts the push of a case in whichever tab or worker it runs. One of the queue ends with `ABORTED`, and the others go on. */
  abort(caseId: string): void {
    abort(this.#host, { caseId });
  }

  /** The records that could not be read and were set aside, with the reason. */
  async setAside(): Promise<AsideRecord[]> {
    return (await this.#host.store.entries('aside', '')).map(([, record]) => record as AsideRecord);
  }

  /**
   * What was recorded of a case at the place of a connector, by whichever connector of it. Of a connector that is deleted the
   * place is not known: the answer then has only what versions of before journals were kept by place recorded under its id.
   */
  async journal(caseId: string, connectorId: string): Promise<JournalRecord[]> {
    const connector = (await connectors(this.#host)).find(({ id }) => id === connectorId) ?? null;
    const entries = await journalOf(this.#host, caseId, connectorId, connector);
    return entries.map(([, record]) => record as JournalRecord);
  }

  /**
   * Deletes the journal and the pending push of a case, which hold case text, and its result in the queue. A push of it that is under
   * way is broken off before. The next push looks in the remote system first.
   */
  async forget(caseId: string): Promise<void> {
    await this.#working((host) => forget(host, caseId));
  }

  /**
   * Closes the storage and forgets the secrets. Pushes under way are aborted, as by `abort()`, and resolve: they can be resumed, and
   * what of the queue was under way is still to be done. Resolves when all have ended; without any, it is closed when this returns.
   */
  close(): Promise<void> {
    const context = this.#context;
    if (context !== null) {
      this.#context = null;
      this.#closed = closeHost(context);
    }
    return this.#closed;
  }
}

const SYNCHRONOUS = ['watch', 'watchQueue', 'abort'];
checkMethods(CaseConnectors, '', (name) => !SYNCHRONOUS.includes(name));
