import { EuiMarkdownFormat } from '@elastic/eui';
import { processing } from './markdown_plugins';

export default function Rendered({ text }: { text: string }) {
  return (
    <EuiMarkdownFormat
      textSize="s"
      processingPluginList={processing}
      css={{ overflowWrap: 'anywhere', table: { display: 'block', overflowX: 'auto', overflowWrap: 'normal' } }}
    >
      {text}
    </EuiMarkdownFormat>
  );
}
