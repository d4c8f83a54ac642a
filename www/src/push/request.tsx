import { EuiButtonEmpty, EuiCopy, EuiSpacer, useEuiTheme } from '@elastic/eui';
import type { BuiltRequest } from 'case-connectors';

/** A request word for word, without its secret. */
export function Request({ request, label }: { request: BuiltRequest; label: string }) {
  const { euiTheme } = useEuiTheme();
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const body = bodyOf(request);
  return (
    <>
      <EuiSpacer size="s" />
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        css={{
          fontFamily: euiTheme.font.familyCode,
          fontSize: 12,
          lineHeight: 1.5,
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          overflow: 'auto',
          maxHeight: 480,
          padding: euiTheme.size.m,
          background: euiTheme.colors.backgroundBaseSubdued,
          borderRadius: euiTheme.border.radius.medium,
        }}
      >
        <strong>{request.method}</strong> {request.url}
        {'\n'}
        {headers.join('\n')}
        {body !== null && `\n\n${body}`}
      </pre>
      <EuiCopy textToCopy={[`${request.method} ${request.url}`, ...headers, '', body ?? ''].join('\n').trimEnd()}>
        {(copy) => (
          <EuiButtonEmpty size="xs" iconType="copy" aria-label={`Copy ${label.toLowerCase()}`} onClick={copy}>
            Copy
          </EuiButtonEmpty>
        )}
      </EuiCopy>
    </>
  );
}

function bodyOf({ body }: BuiltRequest): string | null {
  if (body === null) return null;
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
