import { useMemo } from 'react';
import type { Facts, LooksOfList } from '../../cases/facts';
import { currentPusher } from '../../core/pusher';
import { useConnectors } from '../../core/stored_connectors';
import { useStore } from '../../shared/store';
import { count, formatTime } from '../../shared/time';
import type { Latest, LooksState } from './looks';
import { newsOf, wordsOf, type AllNews } from './news';
import { useNews } from './news_context';
import { RHYTHMS, type Rhythm } from './rhythm';

const itself = <T>(it: T) => it;

/** What the list of cases shows of what other teams have done, and how it looks for that. */
export function useLooks(): Pick<Facts, 'looks'> & { news: AllNews } {
  const { news, looks, rhythm } = useNews();
  const { vault } = useConnectors();
  const all = useStore(news.store, itself);
  const state = useStore(looks.state, itself);
  const chosen = useStore(rhythm.store, itself);
  return useMemo(() => {
    if (currentPusher() === 'kibana') return { news: {}, looks: null };
    const ofList: LooksOfList = {
      everyMs: chosen.everyMs,
      choices: RHYTHMS,
      choose: (everyMs) => rhythm.change({ everyMs }),
      ask: () => void looks.ask(),
      isLooking: state.progress !== null,
      says: wordsOfLook(state, chosen, vault.locked),
    };
    return { news: all, looks: ofList };
  }, [all, state, chosen, vault.locked, looks, rhythm]);
}

/** The words for what is new in the incident of a case. */
export function newsWords(all: AllNews, caseId: string, connectorId: string | null): string | null {
  const news = newsOf(all, caseId, connectorId);
  return news && wordsOf(news);
}

/** What is under way, what came of the latest look, and what keeps the next one from beginning. */
export function wordsOfLook(
  { progress, latest }: LooksState,
  { everyMs, lookedAt }: Rhythm,
  isLocked: boolean,
): string {
  if (progress) return `Looking: ${progress.finished} of ${count(progress.count, 'case')}.`;
  const words = [
    lookedAt > 0 && `Looked at ${formatTime(new Date(lookedAt).toISOString())}.`,
    ...wordsOfLatest(latest),
  ];
  if (everyMs > 0 && isLocked) words.push('The secrets are locked: nothing is asked until they are unlocked.');
  return words.filter(Boolean).join(' ');
}

function wordsOfLatest(latest: Latest | null): string[] {
  if (!latest) return [];
  const { asked, failed, error, withoutSecret, withRefusedLogin } = latest;
  return [
    ...(asked + withoutSecret + withRefusedLogin === 0 ? ['No case was pushed by its connector yet.'] : []),
    ...(error ? [`${count(failed, 'case')} could not be read: ${error.message}`] : []),
    ...(withoutSecret > 0
      ? [`${count(withoutSecret, 'case')} left out: the secret of the connector is not here.`]
      : []),
    ...(withRefusedLogin > 0
      ? [`${count(withRefusedLogin, 'case')} left out: the login was refused. Enter the secret again, or look now.`]
      : []),
  ];
}
