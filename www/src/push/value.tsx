import { EuiText, useEuiTheme } from '@elastic/eui';
import { useState } from 'react';
import { PLAIN_TEXT, Visible } from '../shared/visible';

const SHORT = 400;

/** One version of a field's value. A long one is shown in part, until somebody wants all of it. */
export function Value(props: { label: string; value: unknown; background: string; isStacked?: boolean }) {
  const { euiTheme } = useEuiTheme();
  const [isWhole, setIsWhole] = useState(false);
  const text = textOf(props.value);
  const isLong = text.length > SHORT;
  return (
    <div
      css={{
        display: props.isStacked ? 'block' : 'flex',
        gap: euiTheme.size.s,
        background: props.background,
        borderRadius: euiTheme.border.radius.small,
        padding: `${euiTheme.size.xs} ${euiTheme.size.s}`,
        marginTop: euiTheme.size.xxs,
      }}
    >
      <EuiText size="xs" css={{ width: props.isStacked ? 'auto' : 44, flexShrink: 0 }}>
        <strong>{props.label}</strong>
      </EuiText>
      <EuiText size="xs" css={{ minWidth: 0, flexGrow: 1, ...PLAIN_TEXT }}>
        <Visible text={isLong && !isWhole ? `${[...text].slice(0, SHORT).join('')}…` : text} />
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
  if (typeof value === 'string') return value;
  const isListOfTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isListOfTexts ? value.join('\n') : JSON.stringify(value, null, 2);
}
