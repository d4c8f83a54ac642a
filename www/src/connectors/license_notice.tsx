import { EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import type { ConnectorType } from 'case-connectors';
import { useEngine } from '../core/engine';
import { LICENSES } from '../core/license';
import { useConnectorTypes } from '../core/connector_types';

/** Which connectors the host's licence does not allow, where there are any, and which it does. */
export function LicenseNotice() {
  const { license } = useEngine();
  const types = useConnectorTypes();
  const missing = types.filter(({ available }) => !available);
  const usable = types.filter(({ available }) => available).map(({ name }) => name);
  if (missing.length === 0) return null;
  return (
    <>
      <EuiCallOut
        title={
          usable.length > 0
            ? 'Your licence is too low for some external systems'
            : 'Your licence is too low to send cases to external systems'
        }
        color="warning"
        iconType="lock"
        heading="h2"
      >
        <EuiText size="s">
          <p>
            You have a {nameOf(license)} licence. {usable.length > 0 && `It allows ${usable.join(', ')}. `}To add or
            update these connectors, and to push with them, you need:
          </p>
          <ul>
            {missing.map(({ id, name, minimumLicense }) => (
              <li key={id}>
                {name}: {nameOf(minimumLicense)} or a higher one
              </li>
            ))}
          </ul>
        </EuiText>
      </EuiCallOut>
      <EuiSpacer size="l" />
    </>
  );
}

function nameOf(license: ConnectorType['minimumLicense'] | null): string {
  return LICENSES.find(({ value }) => value === license)?.label ?? '';
}
