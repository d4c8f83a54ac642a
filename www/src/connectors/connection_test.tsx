import { EuiButton, EuiScreenReaderOnly, EuiSpacer } from '@elastic/eui';
import type { ConnectorDraft } from 'case-connectors';
import { useEffect, useRef } from 'react';
import { ErrorCallout } from '../shared/error_callout';
import { Asking } from '../shared/policy_note';
import { count } from '../shared/time';
import { GRADES, TestReport } from './test_report';
import { useConnectionTest, type Tested, type TestState } from './use_connection_test';

/** Checks the form as it stands against the real system, saved or not. */
export function ConnectionTest(props: { draft: ConnectorDraft; onStart: () => void; onEnd: (tested: Tested) => void }) {
  const { draft, onStart } = props;
  const { state, start, stop } = useConnectionTest(props.onEnd);
  const isRunning = state.kind === 'running';
  const section = useRef<HTMLElement>(null);
  const { kind } = state;
  useEffect(() => {
    // It stands at the end of a long form, and what comes of it below that.
    if (kind !== 'idle') section.current?.scrollIntoView({ block: 'nearest' });
  }, [kind]);
  return (
    <section ref={section} aria-label="Connection test">
      {isRunning ? (
        <EuiButton size="s" color="danger" iconType="stop" onClick={stop}>
          Stop the test
        </EuiButton>
      ) : (
        <EuiButton
          size="s"
          iconType="inspect"
          onClick={() => {
            onStart();
            void start(draft);
          }}
        >
          {state.kind === 'idle' ? 'Test connection' : 'Test connection again'}
        </EuiButton>
      )}
      <EuiScreenReaderOnly>
        <p aria-live="polite">{said(state)}</p>
      </EuiScreenReaderOnly>
      {state.kind === 'refused' && (
        <>
          <EuiSpacer size="m" />
          <ErrorCallout title="The test could not begin" error={state.error} />
        </>
      )}
      {(state.kind === 'running' || state.kind === 'ended') && (
        <>
          <EuiSpacer size="m" />
          <Asking url={state.draft.config?.apiUrl}>
            <TestReport state={state} isStale={state.draft !== draft} />
          </Asking>
        </>
      )}
    </section>
  );
}

/** What a screen reader hears: each question, and how it ended. */
function said(state: TestState): string {
  if (state.kind === 'running') return state.label;
  if (state.kind !== 'ended') return '';
  const failed = state.checks.filter((check) => check.state === 'failed').length;
  return `${GRADES[state.grade].title}${failed > 0 ? ` ${count(failed, 'check')} failed.` : ''}`;
}
