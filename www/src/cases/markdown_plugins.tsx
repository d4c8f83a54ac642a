import { EuiLink, getDefaultEuiMarkdownProcessingPlugins } from '@elastic/eui';
import { caseLink } from './case_link';

/** How text of a case is drawn, in the page and in the preview of an editor. */
export const processing = getDefaultEuiMarkdownProcessingPlugins();

// Images would be fetched from wherever the text says; a case about an attacker must not call them. Headings of the text
// would stand among the headings of the page.
Object.assign(processing[1][1].components, {
  // A box that nobody can tick: the text is changed in the case it came from.
  checkboxPlugin: ({ isChecked, children }: { isChecked: boolean; children?: React.ReactNode }) => (
    <span css={{ display: 'flex', gap: 4 }}>
      <span role="img" aria-label={isChecked ? 'done' : 'not done'}>
        {isChecked ? '☑' : '☐'}
      </span>
      <span>{children}</span>
    </span>
  ),
  // In a tab of its own, which knows nothing of this page.
  a: ({ href, children }: { href?: string; children?: React.ReactNode }) => {
    const target = caseLink(href);
    if (target === undefined) return <>{children}</>;
    return (
      <EuiLink href={target} target="_blank" rel="noreferrer noopener" external={false}>
        {children}
      </EuiLink>
    );
  },
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
