import { useEuiTheme } from '@elastic/eui';
import type { ReactNode } from 'react';

/** A code, path or name in running text. EUI's own would bring the grammars of two hundred languages along. */
export function Code({ children }: { children: ReactNode }) {
  const { euiTheme } = useEuiTheme();
  return (
    <code
      css={{
        fontFamily: euiTheme.font.familyCode,
        fontSize: '0.9em',
        overflowWrap: 'anywhere',
        background: euiTheme.colors.backgroundBaseSubdued,
        borderRadius: euiTheme.border.radius.small,
        padding: `0 ${euiTheme.size.xs}`,
      }}
    >
      {children}
    </code>
  );
}
