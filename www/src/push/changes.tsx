import { EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import { useState } from 'react';

type Fields = { [name: string]: unknown };

const SHORT = 400;

/** Each field before and after. A field that was never sent has no before. */
export function Changes({ before, after }: { before: Fields; after: Fields }) {
  const { euiTheme } = useEuiTheme();
  const names = Object.keys(after);
  if (names.length === 0) return null;
  return (
    <>
      <EuiSpacer size="s" />
      <dl>
        {names.map((name) => (
          <div key={name} css={{ marginBottom: euiTheme.size.s }}>
            <dt>
              <EuiText size="xs" color="subdued">
                <strong>{name}</strong>
              </EuiText>
            </dt>
            {before[name] !== undefined && before[name] !== null && (
              <dd>
                <Value label="Before" text={textOf(before[name])} background={euiTheme.colors.backgroundBaseDanger} />
              </dd>
            )}
            <dd>
              <Value label="After" text={textOf(after[name])} background={euiTheme.colors.backgroundBaseSuccess} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Value({ label, text, background }: { label: string; text: string; background: string }) {
  const { euiTheme } = useEuiTheme();
  const [isWhole, setIsWhole] = useState(false);
  const isLong = text.length > SHORT;
  return (
    <div
      css={{
        display: 'flex', gap: euiTheme.size.s, background, borderRadius: euiTheme.border.radius.small,
        padding: `${euiTheme.size.xs} ${euiTheme.size.s}`, marginTop: euiTheme.size.xxs,
      }}
    >
      <EuiText size="xs" css={{ width: 44, flexShrink: 0 }}>
        <strong>{label}</strong>
      </EuiText>
      <EuiText size="xs" css={{ minWidth: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {isLong && !isWhole ? `${[...text].slice(0, SHORT).join('')}…` : text}
        {isLong && (
          <>
            {' '}
            <button
              type="button"
              css={{ color: euiTheme.colors.link, textDecoration: 'underline' }}
              onClick={() => setIsWhole(!isWhole)}
            >
              {isWhole ? 'Show less' : 'Show all'}
            </button>
          </>
        )}
      </EuiText>
    </div>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
