import { useMemo } from 'react';
import { createStore, useStore } from '../shared/store';

/*
 * What somebody has deleted is hidden at once, and goes for good once it can no longer be brought back: until then nothing of
 * it is touched, so that an undo brings all of it back. Which things these are is kept in this browser, so that every tab
 * hides them, and a page that is closed in between leaves nothing behind.
 */

export interface Deleted {
  id: string;
  kind: 'case' | 'connector';
  /** Of cases what they are kept under, of connectors their ids. */
  keys: readonly string[];
  /** Of cases their own ids. */
  caseIds: readonly string[];
  at: number;
  /** Nobody can bring it back any more. */
  hasPassed: boolean;
}

const PREFIX = 'case-connectors-dashboard/deleted/';

/** A page that is gone offers nothing: so long after somebody has deleted something it has passed for all. */
export const LONGEST_MS = 120_000;

/** Whether the cases of this page are others than the stored ones, even under the same keys. */
let areCasesApart = false;

const all = createStore<readonly Deleted[]>(readAll());

/** The ids of those that the browser has not kept: they last as long as the page. */
const unkept = new Set<string>();

function write(it: Deleted | { id: string; isGone: true }): void {
  if (areCasesApart && 'kind' in it && it.kind === 'case') unkept.add(it.id);
  try {
    if (unkept.has(it.id)) {
      // Nothing of it is stored.
    } else if ('isGone' in it) localStorage.removeItem(PREFIX + it.id);
    else localStorage.setItem(PREFIX + it.id, JSON.stringify(it));
  } catch {
    unkept.add(it.id);
  }
  all.change((now) => [...now.filter(({ id }) => id !== it.id), ...('isGone' in it ? [] : [it])]);
}

const readAnew = () => all.change((now) => [...now.filter(({ id }) => unkept.has(id)), ...readAll()]);

/** Everything that is hidden, and has not gone for good. */
export const deleted = {
  store: all,
  hide: (kind: Deleted['kind'], keys: readonly string[], caseIds: readonly string[] = []): string => {
    const id = crypto.randomUUID();
    write({ id, kind, keys, caseIds, at: Date.now(), hasPassed: false });
    return id;
  },
  /** Answers whether it was still there. */
  bringBack: (id: string): boolean => {
    const it = deleted.now(id);
    const isThere = it !== null && !it.hasPassed;
    if (isThere) write({ id, isGone: true });
    return isThere;
  },
  /** Something new is kept under these keys: it is not what was deleted. */
  replaced: (kind: Deleted['kind'], keys: readonly string[]): void => {
    readAnew();
    for (const it of all.get().filter((it) => it.kind === kind && it.keys.some((key) => keys.includes(key)))) {
      const left = it.keys.flatMap((key, at) => (keys.includes(key) ? [] : [[key, it.caseIds[at]] as const]));
      const caseIds = left.flatMap(([, caseId]) => caseId ?? []);
      if (left.length === 0) write({ id: it.id, isGone: true });
      else write({ ...it, keys: left.map(([key]) => key), caseIds });
    }
  },
  /** As it is now, in every tab: they hear of each other's changes a little later. */
  now: (id: string): Deleted | null => {
    const it = all.get().find((it) => it.id === id);
    if (unkept.has(id)) return it ?? null;
    try {
      return read(localStorage.getItem(PREFIX + id))[0] ?? null;
    } catch {
      return it ?? null;
    }
  },
  passed: (id: string): void => {
    const it = deleted.now(id);
    if (it) write({ ...it, hasPassed: true });
  },
  /** It has gone for good. */
  gone: (id: string): void => write({ id, isGone: true }),
  /** From here on what is stored says nothing of this page's cases, nor does this page store anything of them. */
  keepCasesApart: (): void => {
    areCasesApart = true;
    readAnew();
  },
  /** Hears of what other tabs delete and bring back, until the answer is called. */
  watch: (): (() => void) => {
    const hear = ({ key }: StorageEvent) => (key === null || key.startsWith(PREFIX)) && readAnew();
    addEventListener('storage', hear);
    return () => removeEventListener('storage', hear);
  },
};

/** The keys of the hidden ones. */
export function useDeleted(kind: Deleted['kind']): ReadonlySet<string> {
  const now = useStore(all, (it) => it);
  return useMemo(() => new Set(now.filter((it) => it.kind === kind).flatMap(({ keys }) => keys)), [now, kind]);
}

/** The cases' own ids, for what is kept of them elsewhere. */
export function useDeletedCaseIds(): ReadonlySet<string> {
  const now = useStore(all, (it) => it);
  return useMemo(() => new Set(now.flatMap(({ caseIds }) => caseIds)), [now]);
}

function readAll(): Deleted[] {
  try {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    const found = kept.flatMap((key) => read(localStorage.getItem(key)));
    return areCasesApart ? found.filter(({ kind }) => kind !== 'case') : found;
  } catch {
    return [];
  }
}

function read(text: string | null): Deleted[] {
  try {
    const it = JSON.parse(text ?? 'null') as Partial<Deleted> | null;
    const isWhole = typeof it?.id === 'string' && [it.keys, it.caseIds].every(Array.isArray);
    return isWhole ? [it as Deleted] : [];
  } catch {
    return [];
  }
}
