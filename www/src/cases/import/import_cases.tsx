import {
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutHeader,
  EuiText,
  EuiSpacer,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { EngineGate } from '../../core/engine';
import { ImportForm } from './import_form';

/** Takes cases from Kibana. */
export default function ImportCases({ onClose }: { onClose: () => void }) {
  const titleId = useGeneratedHtmlId();
  return (
    <EuiFlyout aria-labelledby={titleId} onClose={onClose} size="m" ownFocus>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2 id={titleId}>Import cases</h2>
        </EuiTitle>
        <EuiSpacer size="s" />
        <EuiText size="s" color="subdued">
          <p>
            As Kibana&rsquo;s API answers them: one case, or the many of <code>_find</code>. They stay in this browser.
          </p>
        </EuiText>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <EngineGate>
          <ImportForm onClose={onClose} />
        </EngineGate>
      </EuiFlyoutBody>
    </EuiFlyout>
  );
}
