import { EuiSkeletonText, EuiSkeletonTitle, EuiSpacer } from '@elastic/eui';

/** In place of a page that is on its way. */
export function Loading({ what }: { what: string }) {
  return (
    <>
      <EuiSkeletonTitle size="l" isLoading announceLoadingStatus={false} ariaWrapperProps={{ 'aria-hidden': true }} />
      <EuiSpacer size="l" />
      <EuiSkeletonText lines={5} isLoading contentAriaLabel={what} />
    </>
  );
}
