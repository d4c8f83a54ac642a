import { EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import { Value } from './value';

type Fields = { [name: string]: unknown };

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
                <Value label="Before" value={before[name]} background={euiTheme.colors.backgroundBaseDanger} />
              </dd>
            )}
            <dd>
              <Value label="After" value={after[name]} background={euiTheme.colors.backgroundBaseSuccess} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
