import type { Pulled } from 'case-connectors';
import { createStore } from '../../shared/store';

/** How much is new in the incident of a case, as the latest look found it. What it says is read anew once somebody asks. */
export interface News {
  connectorId: string;
  system: string;
  count: number;
  at: string;
}

export type AllNews = { readonly [caseId: string]: News };

/*
 * Kept in this browser, one entry for each case, so that two tabs replace nothing of each other. Only numbers: what the
 * other team wrote stays where it is until somebody looks at it.
 */
const PREFIX = 'case-connectors-dashboard/news/';

/** So soon the page hears of results that come in a row, in milliseconds. */
const BATCH_MS = 300;

export type NewsStore = ReturnType<typeof createNews>;

export function createNews() {
  const store = createStore<AllNews>(readAll(), BATCH_MS);
  const set = (caseId: string, news: News | null) =>
    store.changeSoon(({ [caseId]: _, ...others }) => (news === null ? others : { ...others, [caseId]: news }));
  return {
    store,
    /** What a pull has found, or what is left of it once somebody has decided. */
    note: ({ caseId, connectorId, system, at, changes }: Pulled) => {
      const news = changes.length === 0 ? null : { connectorId, system, count: changes.length, at };
      keep(caseId, news);
      set(caseId, news);
    },
    forget: (caseIds: readonly string[]) => {
      for (const caseId of caseIds) {
        keep(caseId, null);
        set(caseId, null);
      }
    },
    /** Hears of what other tabs have found and decided, until the answer is called. */
    watch: () => {
      const hear = ({ key }: StorageEvent) => {
        if (key === null) store.change(readAll);
        else if (key.startsWith(PREFIX)) set(key.slice(PREFIX.length), read(key));
      };
      addEventListener('storage', hear);
      return () => removeEventListener('storage', hear);
    },
  };
}

/** What is new in the incident of a case, where it was read with the connector that the case has now. */
export function newsOf(all: AllNews, caseId: string, connectorId: string | null): News | null {
  const news = all[caseId];
  return news?.connectorId === connectorId ? news : null;
}

export const wordsOf = ({ count, system }: Pick<News, 'count' | 'system'>) => `${count} new from ${system}`;

function keep(caseId: string, news: News | null): void {
  try {
    if (news === null) localStorage.removeItem(PREFIX + caseId);
    else localStorage.setItem(PREFIX + caseId, JSON.stringify(news));
  } catch {
    // Without storage it lasts as long as the page.
  }
}

function read(key: string): News | null {
  try {
    const { connectorId, system, count, at } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<News>;
    const isWhole = [connectorId, system, at].every((it) => typeof it === 'string') && typeof count === 'number';
    return isWhole ? ({ connectorId, system, count, at } as News) : null;
  } catch {
    // No storage, or not ours.
    return null;
  }
}

function readAll(): AllNews {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    const all = keys.map((key) => [key.slice(PREFIX.length), read(key)] as const);
    return Object.fromEntries(all.filter(([, news]) => news !== null)) as AllNews;
  } catch {
    return {};
  }
}
