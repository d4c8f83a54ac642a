import {
  EuiButtonIcon,
  EuiHeader,
  EuiHeaderLink,
  EuiHeaderLinks,
  EuiHeaderSection,
  EuiHeaderSectionItem,
  EuiSkipLink,
  EuiToolTip,
  useEuiTheme,
} from '@elastic/eui';
import type { ReactNode } from 'react';
import { linkTo, paths, useRoute } from '../shared/route';
import { useIsAtLeast } from '../shared/window_width';
import { SettingsMenu } from './settings_menu';
import type { Theme } from './theme';

/** The frame around every page. */
export function Shell({ theme, children }: { theme: Theme; children: ReactNode }) {
  const { euiTheme } = useEuiTheme();
  const { page } = useRoute();
  const isWide = useIsAtLeast('m');
  const isConfigure = page === 'configure' || page === 'secrets';
  const other = theme.mode === 'dark' ? 'light' : 'dark';
  return (
    <>
      <EuiSkipLink destinationId="main" position="fixed" overrideLinkBehavior>
        Skip to the content
      </EuiSkipLink>
      <EuiHeader css={{ position: 'sticky', insetBlockStart: 0, zIndex: euiTheme.levels.header }}>
        <EuiHeaderSection grow={false}>
          <EuiHeaderSectionItem>
            <a
              href={paths.cases}
              onClick={linkTo(paths.cases).onClick}
              aria-label="case-connectors, to the cases"
              css={{
                display: 'flex',
                alignItems: 'center',
                gap: euiTheme.size.s,
                padding: `0 ${euiTheme.size.s}`,
                color: euiTheme.colors.textHeading,
                fontWeight: euiTheme.font.weight.semiBold,
              }}
            >
              <img src="/icon.svg" alt="" width={24} height={24} />
              <span css={{ '@media (max-width: 574px)': { display: 'none' } }}>case-connectors</span>
            </a>
          </EuiHeaderSectionItem>
        </EuiHeaderSection>
        <EuiHeaderSection grow side="left">
          <EuiHeaderSectionItem>
            <EuiHeaderLinks aria-label="Main" popoverBreakpoints={isWide ? 'none' : 'all'} gutterSize="xs">
              <EuiHeaderLink {...linkTo(paths.cases)} {...current(page === 'cases' || page === 'case')}>
                Cases
              </EuiHeaderLink>
              <EuiHeaderLink {...linkTo(paths.configure)} {...current(isConfigure)}>
                External connection
              </EuiHeaderLink>
              <EuiHeaderLink {...linkTo(paths.queue)} {...current(page === 'queue')}>
                Queue
              </EuiHeaderLink>
              <EuiHeaderLink {...linkTo(paths.history)} {...current(page === 'history')}>
                History
              </EuiHeaderLink>
            </EuiHeaderLinks>
          </EuiHeaderSectionItem>
        </EuiHeaderSection>
        <EuiHeaderSection side="right">
          <EuiHeaderSectionItem>
            <SettingsMenu />
          </EuiHeaderSectionItem>
          <EuiHeaderSectionItem>
            <EuiToolTip content={`Switch to the ${other} theme`} disableScreenReaderOutput>
              <EuiButtonIcon
                iconType={theme.mode === 'dark' ? 'sun' : 'moon'}
                color="text"
                size="s"
                aria-label={`Switch to the ${other} theme`}
                onClick={theme.toggle}
              />
            </EuiToolTip>
          </EuiHeaderSectionItem>
        </EuiHeaderSection>
      </EuiHeader>
      <main
        id="main"
        tabIndex={-1}
        css={{
          maxWidth: 1280,
          margin: '0 auto',
          padding: euiTheme.size.xl,
          paddingBottom: euiTheme.size.xxxxl,
          outline: 'none',
          '@media (max-width: 767px)': { padding: euiTheme.size.base },
        }}
      >
        {children}
      </main>
    </>
  );
}

function current(isActive: boolean) {
  return isActive ? { isActive, 'aria-current': 'page' as const } : { isActive };
}
