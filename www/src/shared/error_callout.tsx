import { EuiCallOut, EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import { useEffect, useRef, type ComponentProps, type ReactNode } from 'react';
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

/** The same as the answer to what a person has just done: where it stands out of sight, it comes into sight. */
export function ErrorAnswer(props: ComponentProps<typeof ErrorCallout>) {
  const { euiTheme } = useEuiTheme();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.error) element.current?.scrollIntoView({ block: 'nearest' });
  }, [props.error]);
  return (
    <div ref={element} css={{ scrollMarginBlock: euiTheme.size.l }}>
      <ErrorCallout {...props} />
    </div>
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
