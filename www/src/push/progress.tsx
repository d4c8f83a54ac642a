import { EuiProgress, EuiScreenReaderOnly, EuiSpacer, EuiText } from '@elastic/eui';
import { BusyButton } from '../shared/busy_button';
import type { PushProgress } from 'case-connectors';
import { useEffect, useState } from 'react';
import { formatWait } from '../shared/time';
import { OfflineNote } from './offline';
import { useProgress, usePushes } from './push_context';
import { useWithAuthors } from '../cases/use_with_authors';

/** A push under way: the step, how far it is, and how long it waits. */
export function Progress(props: {
  progress: PushProgress | null;
  isStopping: boolean;
  stopLabel?: string;
  onStop: () => void;
}) {
  const { progress, isStopping } = props;
  const waitMs = progress?.waitMs ?? null;
  const label = useWithAuthors(progress?.caseId ?? '')(progress?.label || 'Getting ready');
  const left = useCountdown(progress);
  const announced = useAnnounced(waitMs === null ? label : `${label}, for ${formatWait(waitMs)}`);
  const isCounted = progress !== null && progress.total > 0;

  return (
    <>
      <EuiProgress
        aria-label="Push"
        size="m"
        label={label}
        valueText={isCounted ? `${progress.done} of ${progress.total}` : false}
        // Without a count EUI draws no <progress>, which would have the role by itself.
        {...(isCounted ? { value: progress.done, max: progress.total } : { role: 'progressbar' })}
      />
      <EuiSpacer size="s" />
      <OfflineNote />
      <EuiText size="xs" color="subdued" css={{ minHeight: 20 }}>
        {left !== null && <p aria-hidden>It goes on in {formatWait(left)}.</p>}
      </EuiText>
      <EuiScreenReaderOnly>
        <p aria-live="polite">{announced}</p>
      </EuiScreenReaderOnly>
      <EuiSpacer size="s" />
      <BusyButton fullWidth color="danger" isLoading={isStopping} onClick={props.onStop}>
        {isStopping ? 'Stopping' : (props.stopLabel ?? 'Stop')}
      </BusyButton>
    </>
  );
}

/** What is left of a wait, second by second. */
function useCountdown(progress: PushProgress | null): number | null {
  const [left, setLeft] = useState(progress?.waitMs ?? null);
  useEffect(() => {
    // Each report counts anew, also one that waits as long as the one before.
    const waitMs = progress?.waitMs ?? null;
    setLeft(waitMs);
    if (waitMs === null) return;
    const end = Date.now() + waitMs;
    const timer = setInterval(() => setLeft(Math.max(0, end - Date.now())), 1000);
    return () => clearInterval(timer);
  }, [progress]);
  return left;
}

/** The text at most every two seconds: a hundred steps must not talk over each other. */
export function useAnnounced(text: string): string {
  const [said, setSaid] = useState({ text, at: Date.now() });
  useEffect(() => {
    if (text === said.text) return;
    const timer = setTimeout(() => setSaid({ text, at: Date.now() }), Math.max(0, said.at + 2000 - Date.now()));
    return () => clearTimeout(timer);
  }, [text, said]);
  return said.text;
}

/** This page's push of a case. It alone is drawn anew with each report. */
export function RunProgress({ caseId, isStopping }: { caseId: string; isStopping: boolean }) {
  const { abort } = usePushes();
  return <Progress progress={useProgress(caseId)} isStopping={isStopping} onStop={() => abort(caseId)} />;
}
