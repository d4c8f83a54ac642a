import { EuiIcon, EuiText, useEuiTheme } from '@elastic/eui';
import type { Check, CheckId } from 'case-connectors';
import { Code } from '../shared/code';
import { PolicyNote } from '../shared/policy_note';

/** The words that the messages use too. */
const NAMES: { [id in CheckId]: string } = {
  form: 'Form',
  reachable: 'Reachable',
  cors: 'CORS',
  certificate: 'Certificate',
  product: 'Product',
  credentials: 'Credentials',
  place: 'Place',
  permissions: 'Permissions',
  fields: 'Fields',
};

const STATES: { [state in Check['state']]: { word: string; icon: string; color: string } } = {
  passed: { word: 'Passed', icon: 'checkCircleFill', color: 'success' },
  warning: { word: 'Warning', icon: 'warningFill', color: 'warning' },
  failed: { word: 'Failed', icon: 'errorFill', color: 'danger' },
  skipped: { word: 'Not checked', icon: 'minusCircle', color: 'subdued' },
};

/** One check: its state as a sign and a word, what was found, and what to do. */
export function CheckItem({ check }: { check: Check }) {
  const { euiTheme } = useEuiTheme();
  const { word, icon, color } = STATES[check.state];
  return (
    <li css={{ display: 'flex', gap: euiTheme.size.s, marginBottom: euiTheme.size.m }}>
      <EuiIcon type={icon} color={color} aria-hidden css={{ marginTop: 2, flexShrink: 0 }} />
      <EuiText size="s" css={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <p css={{ '&&': { marginBlockEnd: 0 } }}>
          <strong>{NAMES[check.id]}: </strong>
          <span css={{ color: euiTheme.colors.textSubdued }}>{word}</span>
        </p>
        <p css={{ '&&': { marginBlockEnd: 0 } }}>{check.message}</p>
        {check.remedy && <p css={{ '&&': { marginBlockEnd: 0 } }}>{check.remedy}</p>}
        {check.state === 'failed' && check.status === null && check.id !== 'form' && <PolicyNote />}
        {check.remote && !check.message.includes(check.remote) && (
          <p css={{ '&&': { marginBlockEnd: 0 } }}>
            {check.status === null ? 'The browser says' : 'The system says'}: “{check.remote}”
          </p>
        )}
        {check.code && check.state !== 'skipped' && (
          <p css={{ '&&': { marginBlockEnd: 0 } }}>
            Code: <Code>{check.code}</Code>
            {check.status !== null && <> with HTTP status {check.status}</>}
          </p>
        )}
      </EuiText>
    </li>
  );
}
