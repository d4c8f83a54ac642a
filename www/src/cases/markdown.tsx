import { EuiText } from '@elastic/eui';
import { lazy, Suspense } from 'react';

const Rendered = lazy(() => import('./markdown_rendered'));

/** Text of a case. Until the renderer is loaded it stands as it was written. */
export function Markdown({ text }: { text: string }) {
  const plain = (
    <EuiText size="s" dir="auto" css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
    </EuiText>
  );
  return (
    <Suspense fallback={plain}>
      <Rendered text={text} />
    </Suspense>
  );
}
