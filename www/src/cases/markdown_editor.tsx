import { EuiFormErrorText, EuiFormLabel, EuiSkeletonRectangle, useGeneratedHtmlId } from '@elastic/eui';
import { lazy, Suspense } from 'react';
import type { MarkdownEditorProps } from './markdown_editor_loaded';

const Loaded = lazy(() => import('./markdown_editor_loaded'));

/** A text in Markdown, with a preview. The editor is large, and fetched where one is needed. */
export function MarkdownEditor(props: MarkdownEditorProps) {
  const labelId = useGeneratedHtmlId();
  const editorId = useGeneratedHtmlId();
  const errorId = useGeneratedHtmlId();
  return (
    <>
      <EuiFormLabel id={labelId} htmlFor={editorId} isInvalid={props.error !== undefined}>
        {props.label}
      </EuiFormLabel>
      <Suspense
        fallback={<EuiSkeletonRectangle width="100%" height={props.height ?? 200} contentAriaLabel="the editor" />}
      >
        <Loaded {...props} ids={{ labelId, editorId, errorId }} />
      </Suspense>
      {props.error !== undefined && <EuiFormErrorText id={errorId}>{props.error}</EuiFormErrorText>}
    </>
  );
}
