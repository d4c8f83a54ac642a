import { EuiPanel, EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import { TextDiff } from './preview/text_diff';
import { Value } from './value';

type Fields = { [name: string]: unknown };

/** Each field before and after. A field that was never sent has no before. */
export function Changes({ before, after, label }: { before: Fields; after: Fields; label?: string }) {
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
            <dd>
              <Change before={before[name]} after={after[name]} label={label ?? 'After'} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Change({ before, after, label }: { before: unknown; after: unknown; label: string }) {
  const { backgroundBaseDanger, backgroundBaseSuccess } = useEuiTheme().euiTheme.colors;
  if (typeof before === 'string' && typeof after === 'string') {
    return (
      <EuiPanel color="subdued" hasShadow={false} paddingSize="s">
        <TextDiff before={before} after={after} />
      </EuiPanel>
    );
  }
  return (
    <>
      {before !== undefined && before !== null && (
        <Value label="Before" value={before} background={backgroundBaseDanger} />
      )}
      <Value label={label} value={after} background={backgroundBaseSuccess} />
    </>
  );
}
