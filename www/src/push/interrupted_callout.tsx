import { EuiButton, EuiCallOut, EuiSpacer } from '@elastic/eui';
import { count } from '../shared/time';
import { useInterrupted } from './interrupted';
import { InterruptedItem } from './interrupted_item';
import { canFinish, isTakenUpByPage } from './offered';
import { pushName } from './push_name';
import { sameItems } from '../shared/store';
import { usePushes, useRuns } from './push_context';
import { runningIn } from './runs';

/** Above every page: the pushes that an earlier page has left unfinished. */
export function InterruptedCallout({ caseId }: { caseId: string | null }) {
  const { list } = useInterrupted();
  const { resumeAll } = usePushes();
  const running = useRuns(runningIn, sameItems);
  // The page of the case has its own place for it.
  const shown = list.filter((it) => !isTakenUpByPage(it, caseId));
  if (shown.length === 0) return null;
  const idle = shown.filter((it) => canFinish(it) && !running.includes(it.caseId));
  const title =
    shown.length === 1 ? 'A push was not finished' : `${count(shown.length, 'push', 'pushes')} were not finished`;
  return (
    <section aria-label="Unfinished pushes">
      <EuiCallOut title={title} color="warning" iconType="clock" size="s">
        {shown.length > 1 && idle.length > 1 && (
          <>
            <EuiButton size="s" color="warning" onClick={() => void resumeAll(idle)}>
              Finish all
            </EuiButton>
            <EuiSpacer size="m" />
          </>
        )}
        <ul css={{ '&&': { listStyle: 'none', margin: 0 } }}>
          {shown.map((it) => (
            <li key={pushName(it)} css={{ '& + li': { marginTop: 16 } }}>
              <InterruptedItem interrupted={it} isOnCasePage={it.caseId === caseId} />
            </li>
          ))}
        </ul>
      </EuiCallOut>
      <EuiSpacer size="l" />
    </section>
  );
}
