import { EuiCallOut, EuiProgress, EuiSpacer, EuiText } from '@elastic/eui';
import type { TestReport as Report } from 'case-connectors';
import { CheckItem } from './check_item';
import type { TestState } from './use_connection_test';

export const GRADES: {
  [grade in Report['grade']]: { title: string; color: 'success' | 'warning' | 'danger'; icon: string };
} = {
  ok: { title: 'The connection works.', color: 'success', icon: 'check' },
  warning: { title: 'The connection works, with warnings.', color: 'warning', icon: 'warning' },
  failed: { title: 'A push cannot work yet.', color: 'danger', icon: 'error' },
};

/** What is known of a connection, check by check, as it comes. */
export function TestReport(props: { state: Extract<TestState, { kind: 'running' | 'ended' }>; isStale: boolean }) {
  const { state } = props;
  // Skipped ones stand among the others only at the end: before, they are still to come.
  const checks = state.kind === 'ended' ? state.checks : state.checks.filter((check) => check.state !== 'skipped');
  return (
    <>
      {state.kind === 'running' ? (
        <>
          <EuiProgress size="xs" role="progressbar" aria-label="Connection test" />
          <EuiSpacer size="s" />
          <EuiText size="s" color="subdued">
            <p>{state.label}</p>
          </EuiText>
        </>
      ) : (
        <EuiCallOut
          size="s"
          title={GRADES[state.grade].title}
          color={GRADES[state.grade].color}
          iconType={GRADES[state.grade].icon}
          heading="h3"
          announceOnMount={false}
        >
          {props.isStale && (
            <EuiText size="s">
              <p>The form was changed since. Test again.</p>
            </EuiText>
          )}
        </EuiCallOut>
      )}
      <EuiSpacer size="m" />
      <ol aria-label="Checks">
        {checks.map((check) => (
          <CheckItem key={check.id} check={check} />
        ))}
      </ol>
    </>
  );
}
