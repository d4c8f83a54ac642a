import { EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import type { ReactNode } from 'react';
import { Code } from './code';
import { PolicyNote } from './policy_note';
import type { ShownError } from './error';

/** An error where it happened, with what to do about it. `children` are the ways out. */
export function ErrorCallout(props: {
  title: string;
  error: ShownError;
  color?: 'danger' | 'warning';
  children?: ReactNode;
}) {
  return (
    <EuiCallOut
      title={props.title}
      color={props.color ?? 'danger'}
      iconType={props.color === 'warning' ? 'question' : 'error'}
      size="s"
      role="alert"
      heading="h3"
    >
      <ErrorFacts error={props.error} />
      {props.children && (
        <>
          <EuiSpacer size="m" />
          {props.children}
        </>
      )}
    </EuiCallOut>
  );
}

/** Message, remedy, and what an administrator may ask for. */
export function ErrorFacts({ error }: { error: ShownError }) {
  return (
    <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
      <p>
        <strong>{error.message}</strong>
      </p>
      <p>{error.remedy}</p>
      {error.status === null && error.remote !== null && <PolicyNote />}
      {error.field && (
        <p>
          Field: <Code>{error.field}</Code>
        </p>
      )}
      {error.remote && !error.message.includes(error.remote) && (
        <p>
          {error.status === null ? 'The browser says' : 'The system says'}: “{error.remote}”
        </p>
      )}
      <p>
        Code: <Code>{error.code}</Code>
        {error.status !== null && <> with HTTP status {error.status}</>}
      </p>
    </EuiText>
  );
}
