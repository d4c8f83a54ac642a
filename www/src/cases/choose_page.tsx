import { EuiBadge, EuiCard, EuiFlexGrid, EuiFlexItem, EuiSpacer, EuiTitle } from '@elastic/eui';
import type { ErrorDetails } from 'case-connectors';
import { useState } from 'react';
import { navigate, paths } from '../app/route';
import { toDetails } from '../shared/error';
import { ErrorCallout } from '../shared/error_callout';
import { PageHeading } from '../shared/page_heading';
import { CloseAll } from './close_all';
import { PasteForm } from './paste_form';
import { PastedCases } from './pasted_cases';
import { SAMPLES, type Sample } from './samples';
import { useCases } from './store';

/** Where a person begins: a sample case, or their own. */
export function ChoosePage() {
  const cases = useCases();
  const [error, setError] = useState<ErrorDetails | null>(null);

  const choose = async (sample: Sample) => {
    setError(null);
    try {
      cases.show(sample.key, sample.key in cases.files ? undefined : await sample.load());
      navigate(paths.case);
    } catch (error) {
      setError(toDetails(error));
    }
  };

  return (
    <>
      <PageHeading title="Cases" actions={Object.keys(cases.files).length > 0 && <CloseAll />}>
        <p>Choose a case to send it to ServiceNow, Jira or IBM Resilient. Nothing is sent before you say so.</p>
      </PageHeading>
      {error && (
        <>
          <ErrorCallout title="The sample could not be loaded" error={error} />
          <EuiSpacer />
        </>
      )}
      <EuiTitle size="s">
        <h2>Sample cases</h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      <EuiFlexGrid columns={3} gutterSize="m">
        {SAMPLES.map((sample) => (
          <EuiFlexItem key={sample.key}>
            <EuiCard
              layout="horizontal"
              titleElement="h3"
              titleSize="xs"
              title={sample.name}
              description={sample.about}
              hasBorder
              onClick={() => void choose(sample)}
            >
              {sample.key in cases.files && <EuiBadge color="hollow">Opened</EuiBadge>}
            </EuiCard>
          </EuiFlexItem>
        ))}
      </EuiFlexGrid>
      <EuiSpacer size="xxl" />
      <EuiTitle size="s">
        <h2>Your own case</h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      <PastedCases />
      <PasteForm
        onCase={(file) => {
          cases.show(crypto.randomUUID(), file);
          navigate(paths.case);
        }}
      />
    </>
  );
}
