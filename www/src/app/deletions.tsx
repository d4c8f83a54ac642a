import { useEffect } from 'react';
import { useCases } from '../cases/cases';
import { deleted, LONGEST_MS, type Deleted } from '../core/deleted';
import { useEngine } from '../core/engine';
import { useConnectors } from '../core/stored_connectors';
import { forgetHistory } from '../push/history/records';
import { useNews } from '../push/pull/news_context';
import { useStore } from '../shared/store';

/** Lets what was deleted go for good, once nobody can bring it back: the one place that does. */
export function Deletions() {
  const { connectors: store } = useEngine();
  const { reload } = useConnectors();
  const { remove } = useCases();
  const { forget } = useNews().news;
  const hidden = useStore(deleted.store, (it) => it);

  useEffect(() => {
    const end = async ({ id, kind, keys, caseIds, hasPassed }: Deleted) => {
      // Asked just before each step: another tab may have ended it, and what was imported meanwhile is not what was deleted.
      const has = (key: string) => deleted.now(id)?.keys.includes(key) ?? false;
      const hasCase = (caseId: string) => deleted.now(id)?.caseIds.includes(caseId) ?? false;
      // From here on nobody may bring it back; it is hidden still, and comes here again.
      if (!hasPassed) return deleted.passed(id);
      if (kind === 'connector')
        for (const key of keys) {
          if (has(key)) await store.deleteConnector(key);
        }
      else {
        for (const caseId of caseIds) {
          if (hasCase(caseId)) await store.forget(caseId);
        }
        await forgetHistory(caseIds.filter(hasCase));
        forget(caseIds.filter(hasCase));
        await remove(keys, has);
      }
      if (kind === 'connector') await reload();
      deleted.gone(id);
    };
    // What could not be deleted stays hidden, and the next page tries it again.
    const endAll = (all: readonly Deleted[]) => {
      for (const it of all) end(it).catch(() => {});
    };
    const now = Date.now();
    const isOver = (it: Deleted) => it.hasPassed || now - it.at > LONGEST_MS;
    endAll(hidden.filter(isOver));
    const waiting = hidden.filter((it) => !isOver(it));
    if (waiting.length === 0) return;
    const timer = setTimeout(() => endAll(waiting), LONGEST_MS);
    return () => clearTimeout(timer);
  }, [hidden, store, reload, remove, forget]);
  return null;
}
