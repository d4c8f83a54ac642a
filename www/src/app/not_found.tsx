import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { linkTo, paths } from '../shared/route';

export function NotFound() {
  return (
    <EuiEmptyPrompt
      iconType="search"
      title={<h1>There is no such page</h1>}
      body={<p>The address may be mistyped, or the page was removed.</p>}
      actions={
        <EuiButton fill {...linkTo(paths.cases)}>
          Go to the cases
        </EuiButton>
      }
    />
  );
}
