import { EuiButtonEmpty, EuiSpacer, useEuiTheme } from '@elastic/eui';
import { linkTo, paths } from './route';

const PAGES = [
  { page: 'configure', label: 'External connection', path: paths.configure },
  { page: 'secrets', label: 'Secrets', path: paths.secrets },
] as const;

/** The external connection, and beside it where its secrets are kept. Links and no tabs, because each is a page. */
export function ConnectionTabs({ selected }: { selected: (typeof PAGES)[number]['page'] }) {
  const { euiTheme } = useEuiTheme();
  return (
    <nav aria-label="External connection and secrets">
      <ul css={{ display: 'flex', gap: euiTheme.size.m, borderBottom: euiTheme.border.thin }}>
        {PAGES.map(({ page, label, path }) => {
          const isSelected = page === selected;
          const line = `2px solid ${isSelected ? euiTheme.colors.primary : 'transparent'}`;
          return (
            <li key={page} css={{ borderBottom: line, marginBottom: -1 }}>
              <EuiButtonEmpty
                {...linkTo(path)}
                flush="both"
                color={isSelected ? 'primary' : 'text'}
                {...(isSelected && { 'aria-current': 'page' as const })}
              >
                {label}
              </EuiButtonEmpty>
            </li>
          );
        })}
      </ul>
      <EuiSpacer size="l" />
    </nav>
  );
}
