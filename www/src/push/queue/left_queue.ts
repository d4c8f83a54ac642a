import { LEFT_QUEUE, readFrom, writeTo } from '../push_database';

/** What this dashboard had in a queue of its own, before the package had one: what was still to be done. */
export interface Left {
  items: { key: string; title: string; connectorId: string | null }[];
  isPaused: boolean;
}

export async function readLeft(): Promise<Left | null> {
  return (await readFrom<Left | undefined>('marks', (store) => store.get(LEFT_QUEUE))) ?? null;
}

export async function forgetLeft(): Promise<void> {
  await writeTo('marks', (store) => store.delete(LEFT_QUEUE));
}
