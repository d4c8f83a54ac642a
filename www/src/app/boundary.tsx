import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { Component, type ReactNode } from 'react';
import { toDetails } from '../shared/error';
import { ErrorFacts } from '../shared/error_callout';

/** What a mistake of the page itself looks like: a message instead of an empty page. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('unknown') };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <EuiEmptyPrompt
        color="danger"
        iconType="error"
        titleSize="s"
        title={<h1>The page has failed</h1>}
        body={
          <div role="alert">
            <ErrorFacts error={toDetails(this.state.error)} />
          </div>
        }
        actions={
          <EuiButton fill color="danger" onClick={() => location.reload()}>
            Reload the page
          </EuiButton>
        }
      />
    );
  }
}
