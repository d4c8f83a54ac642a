import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import type { Problem } from 'case-connectors';

/** Problems that stand under no field that can be seen now. */
export function ProblemList({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) return null;
  const isBad = problems.some(({ severity }) => severity === 'error');
  return (
    <>
      <EuiSpacer size="m" />
      <EuiCallOut
        color={isBad ? 'danger' : 'warning'}
        size="s"
        iconType={isBad ? 'error' : 'warning'}
        announceOnMount={false}
      >
        {problems.map(({ code, field, message }) => (
          <p key={`${code} ${field ?? ''}`}>{message}</p>
        ))}
      </EuiCallOut>
    </>
  );
}
