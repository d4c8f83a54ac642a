import { EuiMarkdownFormat } from '@elastic/eui';
import { parsing, processing } from './markdown_plugins';

export default function Rendered({ text }: { text: string }) {
  return (
    <EuiMarkdownFormat
      textSize="s"
      dir="auto"
      parsingPluginList={parsing}
      processingPluginList={processing}
      css={{
        overflowWrap: 'anywhere',
        table: { display: 'block', overflowX: 'auto', overflowWrap: 'normal' },
        // Each paragraph by its own script, as a person reads it.
        'p, li, h1, h2, h3, h4, h5, h6, th, td': { unicodeBidi: 'plaintext' },
        // Code reads from left to right.
        pre: { direction: 'ltr' },
      }}
    >
      {text}
    </EuiMarkdownFormat>
  );
}
