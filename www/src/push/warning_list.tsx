import { EuiCallOut, EuiLink, EuiText } from '@elastic/eui';
import type { Warning } from 'case-connectors';
import { useState } from 'react';
import { count } from '../shared/time';

const FIRST = 5;

/** What is cut, changed or left out. `named` calls comments by their authors. */
export function WarningList({ warnings, named }: { warnings: Warning[]; named: (text: string) => string }) {
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
              {named(warning.message)} <small>({named(placeOf(warning))})</small>
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

function placeOf({ field, commentId }: Warning): string {
  return commentId === null ? field : `${field}, comment ${commentId}`;
}
