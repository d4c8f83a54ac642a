import { EuiMarkdownEditor, type EuiMarkdownEditorRef } from '@elastic/eui';
import { useEffect, useRef } from 'react';
import { parsing, processing } from './markdown_plugins';

export interface MarkdownEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  autoFocus?: boolean;
  /** Grows when the editor is to take the focus again. */
  focuses?: number;
  height?: number;
}

type Ids = { labelId: string; editorId: string; errorId: string };

export default function Loaded(props: MarkdownEditorProps & { ids: Ids }) {
  const { ids } = props;
  const editor = useRef<EuiMarkdownEditorRef>(null);
  useEffect(() => {
    // The editor itself hands this to what is around the text.
    editor.current?.textarea?.setAttribute('dir', 'auto');
  }, []);
  useEffect(() => {
    if (props.autoFocus || props.focuses) editor.current?.textarea?.focus();
  }, [props.autoFocus, props.focuses]);
  return (
    <EuiMarkdownEditor
      ref={editor}
      aria-labelledby={ids.labelId}
      editorId={ids.editorId}
      {...(props.error !== undefined && { 'aria-describedby': ids.errorId })}
      value={props.value}
      onChange={props.onChange}
      parsingPluginList={parsing}
      processingPluginList={processing}
      height={props.height ?? 160}
      initialViewMode="editing"
    />
  );
}
