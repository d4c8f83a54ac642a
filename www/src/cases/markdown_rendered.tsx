import { EuiMarkdownFormat, getDefaultEuiMarkdownProcessingPlugins } from '@elastic/eui';

const plugins = getDefaultEuiMarkdownProcessingPlugins();
// Images would be fetched from wherever the text says; a case about an attacker must not call them. Headings of the text
// would stand among the headings of the page.
Object.assign(plugins[1][1].components, {
  // A box that nobody can tick: the text is changed in the case it came from.
  checkboxPlugin: ({ isChecked, children }: { isChecked: boolean; children?: React.ReactNode }) => (
    <span css={{ display: 'flex', gap: 4 }}>
      <span role="img" aria-label={isChecked ? 'done' : 'not done'}>
        {isChecked ? '☑' : '☐'}
      </span>
      <span>{children}</span>
    </span>
  ),
  img: ({ alt, src }: { alt?: string; src?: string }) => <em>[image: {alt || src}]</em>,
  ...Object.fromEntries(
    ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [
      tag,
      ({ children }: { children?: React.ReactNode }) => (
        <p>
          <strong>{children}</strong>
        </p>
      ),
    ]),
  ),
});

export default function Rendered({ text }: { text: string }) {
  return (
    <EuiMarkdownFormat
      textSize="s"
      processingPluginList={plugins}
      css={{ overflowWrap: 'anywhere', table: { display: 'block', overflowX: 'auto', overflowWrap: 'normal' } }}
    >
      {text}
    </EuiMarkdownFormat>
  );
}
