import { EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import type { PushOutcome } from 'case-connectors';
import { Value } from './value';

/** Each field that was edited there: as the last push left it, where this browser knows that, as it stands there, and as this case would write it. */
export function Drift({ drift, nameOf }: { drift: PushOutcome['drift']; nameOf: (field: string) => string }) {
  const { euiTheme } = useEuiTheme();
  const { backgroundBaseSubdued, backgroundBaseDanger, backgroundBaseSuccess } = euiTheme.colors;
  if (drift.length === 0) return null;
  return (
    <>
      <dl aria-label="Edited fields">
        {drift.map(({ field, base, theirs, ours }) => (
          <div key={field} css={{ marginBottom: euiTheme.size.s }}>
            <dt>
              <EuiText size="xs">
                <strong>{nameOf(field)}</strong>
              </EuiText>
            </dt>
            {base !== null && (
              <dd>
                <Value label="After the last push" value={base} background={backgroundBaseSubdued} isStacked />
              </dd>
            )}
            <dd>
              <Value label="There now" value={theirs} background={backgroundBaseDanger} isStacked />
            </dd>
            <dd>
              <Value label="In this case" value={ours} background={backgroundBaseSuccess} isStacked />
            </dd>
          </div>
        ))}
      </dl>
      <EuiSpacer size="s" />
    </>
  );
}
