import { EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { useEffect, useRef, type ReactNode } from 'react';
import { hasMoved } from './route';
import { Visible } from './visible';

/** The page's one `h1`. After a move within the page it takes the focus, so that a screen reader says where it is. */
export function PageHeading(props: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <>
      <EuiFlexGroup alignItems="center" justifyContent="spaceBetween" gutterSize="m" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <HeadingText title={props.title} />
        </EuiFlexItem>
        {props.actions && <EuiFlexItem grow={false}>{props.actions}</EuiFlexItem>}
      </EuiFlexGroup>
      {props.children && (
        <>
          <EuiSpacer size="s" />
          <EuiText color="subdued" size="s">
            {props.children}
          </EuiText>
        </>
      )}
      <EuiSpacer size="l" />
    </>
  );
}

/** Where a keyboard goes on when what had the focus is gone; a dialog first tries to give it back. */
export function focusHeading(): void {
  setTimeout(() => {
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, 100);
}

/** What the browser calls the page, in its tab and its history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} - case-connectors`;
  }, [title]);
}

export function HeadingText({ title }: { title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useEffect(() => {
    if (hasMoved()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <EuiTitle size="l">
      <h1
        ref={heading}
        tabIndex={-1}
        dir="auto"
        css={{
          outline: 'none',
          overflowWrap: 'anywhere',
          '@media (max-width: 574px)': { fontSize: 26, lineHeight: '32px' },
        }}
      >
        <Visible text={title} />
      </h1>
    </EuiTitle>
  );
}
