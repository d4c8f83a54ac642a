import { EuiButtonEmpty, EuiCopy, EuiSpacer } from '@elastic/eui';
import type { BuiltRequest } from 'case-connectors';
import { Verbatim } from '../shared/verbatim';

/** A request word for word, without its secret. */
export function Request({ request, label }: { request: BuiltRequest; label: string }) {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const body = bodyOf(request);
  return (
    <>
      <EuiSpacer size="s" />
      <Verbatim label={label} maxHeight={480}>
        <strong>{request.method}</strong> {request.url}
        {'\n'}
        {headers.join('\n')}
        {body !== null && `\n\n${body}`}
      </Verbatim>
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
