import type { BulkResult, PushOutcome } from 'case-connectors';
import { toDetails, type ShownError } from '../../shared/error';
import { onChangeElsewhere, readFrom, writeTo } from '../push_database';

/** A case in the queue. It stays, with its result, until a person clears the queue or starts another. */
export interface Queued {
  /** Of the opened case. */
  key: string;
  caseId: string;
  title: string;
  connectorId: string | null;
  /** The queue's order. */
  order: number;
  result: Result | null;
}

export interface Result {
  state: 'complete' | 'failed' | 'unknown';
  at: string;
  incident: { title: string; url: string } | null;
  comments: number;
  /** None in a result that was kept before there were any. */
  warnings?: number;
  error: ShownError | null;
}

export function resultOf({ outcome, error }: Pick<BulkResult, 'outcome' | 'error'>): Result {
  return outcome ? ofOutcome(outcome) : failed(toDetails(error));
}

export function failed(error: ShownError): Result {
  return { state: 'failed', at: new Date().toISOString(), incident: null, comments: 0, error };
}

function ofOutcome({ state, error, externalService: it, pushedComments, warnings }: PushOutcome): Result {
  return {
    state: state === 'running' ? 'failed' : state,
    at: new Date().toISOString(),
    incident: it && { title: it.external_title || it.external_id, url: it.external_url },
    comments: pushedComments.length,
    warnings: warnings.length,
    error,
  };
}

export const NO_CONNECTOR: ShownError = {
  code: 'CONNECTOR_UNKNOWN',
  message: 'No connector is chosen for this case, and there is no default connector.',
  remedy: 'Choose a connector on the page of the case, or a default connector. Then push it again.',
  field: null,
  status: null,
  remote: null,
};

export const NO_CASE: ShownError = {
  code: 'CASE_CLOSED',
  message: 'The case is no longer in this browser.',
  remedy: 'Open it again and push it. What was sent of it is not sent twice.',
  field: null,
  status: null,
  remote: null,
};

export const NOT_KEPT: ShownError = {
  code: 'STORE_FAILED',
  message: 'The results of the queue could not be stored in this browser.',
  remedy: 'Free some space, then go on. What was sent is not sent twice.',
  field: null,
  status: null,
  remote: null,
};

const PAUSED = 'queue is paused';

/** `null` where there is no storage: then what this page knows is all there is. */
export async function readQueue(): Promise<{ items: Queued[]; isPaused: boolean } | null> {
  const items = await readFrom<Queued[]>('queue', (store) => store.getAll());
  const isPaused = await readFrom<unknown>('marks', (store) => store.get(PAUSED));
  return items && { items: items.sort((a, b) => a.order - b.order), isPaused: isPaused === true };
}

export function keepQueued(items: readonly Queued[]): Promise<boolean> {
  return replaceQueued([], items);
}

export function forgetQueued(keys: readonly string[]): Promise<boolean> {
  return replaceQueued(keys, []);
}

/** In one transaction: who reads in between must not find the queue empty. */
export function replaceQueued(gone: readonly string[], items: readonly Queued[]): Promise<boolean> {
  return writeTo('queue', (store) => {
    for (const key of gone) store.delete(key);
    for (const item of items) store.put(item, item.key);
  });
}

export async function keepPaused(isPaused: boolean): Promise<void> {
  await writeTo('marks', (store) => store.put(isPaused, PAUSED));
}

export function onQueueChange(listener: () => void): () => void {
  return onChangeElsewhere(['queue', 'marks'], listener);
}
