import { EuiCallOut, EuiLink, EuiText } from '@elastic/eui';
import type { Warning } from 'case-connectors';
import { useState } from 'react';
import { count } from '../shared/time';

const FIRST = 5;

/** What is cut, changed or left out. */
export function WarningList({ warnings }: { warnings: Warning[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? warnings : warnings.slice(0, FIRST);
  return (
    <EuiCallOut
      title={count(warnings.length, 'warning')}
      color="warning"
      iconType="warning"
      size="s"
      heading="h3"
      announceOnMount={false}
    >
      <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
        <ul>
          {shown.map((warning, at) => (
            <li key={at}>
              {warning.message} <small>({[warning.field, warning.commentId].filter(Boolean).join(', ')})</small>
            </li>
          ))}
        </ul>
        {shown.length < warnings.length && (
          <EuiLink onClick={() => setAll(true)}>Show all {warnings.length} warnings</EuiLink>
        )}
      </EuiText>
    </EuiCallOut>
  );
}
