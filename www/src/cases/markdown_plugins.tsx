import {
  EuiIcon,
  EuiLink,
  getDefaultEuiMarkdownParsingPlugins,
  getDefaultEuiMarkdownProcessingPlugins,
  useEuiTheme,
} from '@elastic/eui';
import { caseLink } from './case_link';
import { kibanaParts, type KibanaPart } from './kibana_parts';

/** How text of a case is read. */
export const parsing = [...getDefaultEuiMarkdownParsingPlugins(), [kibanaParts, {}]] as ReturnType<
  typeof getDefaultEuiMarkdownParsingPlugins
>;

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
  kibanaPart: Part,
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

/** A card in the line of the text: what it is, what it is called, and the way there. */
function Part({ name, title, target }: KibanaPart) {
  const { euiTheme } = useEuiTheme();
  const address = target === null ? undefined : caseLink(target);
  return (
    <span
      css={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: euiTheme.size.xs,
        maxInlineSize: '100%',
        padding: `0 ${euiTheme.size.s}`,
        border: euiTheme.border.thin,
        borderRadius: euiTheme.border.radius.medium,
        background: euiTheme.colors.backgroundBaseSubdued,
      }}
    >
      <EuiIcon type="logoKibana" size="s" aria-hidden />
      <strong>{name}</strong>
      {title !== null && (
        <bdi css={{ minInlineSize: 0, overflowWrap: 'anywhere' }}>
          {address === undefined ? (
            title
          ) : (
            <EuiLink href={address} target="_blank" rel="noreferrer noopener" external={false}>
              {title}
            </EuiLink>
          )}
        </bdi>
      )}
    </span>
  );
}
