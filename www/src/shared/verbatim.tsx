import { useEuiTheme } from '@elastic/eui';
import type { ReactNode } from 'react';
import { PLAIN_TEXT } from './visible';

/** Text word for word, as it is sent. It scrolls beyond its height, so the keyboard must reach it. */
export function Verbatim({ label, maxHeight, children }: { label: string; maxHeight: number; children: ReactNode }) {
  const { euiTheme } = useEuiTheme();
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable (axe: scrollable-region-focusable).
      tabIndex={0}
      css={{
        overflow: 'auto',
        maxHeight,
        padding: euiTheme.size.m,
        background: euiTheme.colors.backgroundBaseSubdued,
        borderRadius: euiTheme.border.radius.medium,
      }}
    >
      <pre
        css={{
          fontFamily: euiTheme.font.familyCode,
          fontSize: 12,
          lineHeight: 1.5,
          ...PLAIN_TEXT,
        }}
      >
        {children}
      </pre>
    </section>
  );
}
