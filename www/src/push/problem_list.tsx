import { EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import type { Problem } from 'case-connectors';
import { count } from '../shared/time';

/** What the system would not take, as its fields were read last. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  const isError = problems.some(({ severity }) => severity === 'error');
  const title = isError
    ? `The system would refuse this: ${count(problems.length, 'field')} to correct`
    : `${count(problems.length, 'field')} to look at`;
  return (
    <>
      <EuiCallOut
        title={title}
        color={isError ? 'danger' : 'warning'}
        iconType={isError ? 'error' : 'warning'}
        size="s"
        heading="h3"
        announceOnMount={false}
      >
        <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
          <ul aria-label="Fields to correct">
            {problems.map(({ field, code, message }) => (
              <li key={`${field} ${code}`}>{message}</li>
            ))}
          </ul>
        </EuiText>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}
