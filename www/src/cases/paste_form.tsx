import { EuiAccordion, EuiButton, EuiFormRow, EuiPanel, EuiSpacer, EuiTextArea, useEuiTheme } from '@elastic/eui';
import type { ErrorDetails } from 'case-connectors';
import { useState, type FormEvent } from 'react';
import { useEngine } from '../app/engine';
import { toDetails } from '../shared/error';
import { ErrorCallout } from '../shared/error_callout';
import type { CaseFile } from './case_file';
import { checked } from './check';

/** Takes a case as JSON. The engine says whether it is one, and where it is not. */
export function PasteForm({ onCase }: { onCase: (file: CaseFile) => void }) {
  const engine = useEngine();
  const [json, setJson] = useState('');
  const [comments, setComments] = useState('');
  const [error, setError] = useState<ErrorDetails | null>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      onCase(checked(engine, json, comments));
    } catch (error) {
      setError(toDetails(error));
    }
  };

  return (
    <EuiPanel hasBorder hasShadow={false}>
      <form onSubmit={submit} noValidate>
        <EuiFormRow
          label="Case JSON"
          fullWidth
          isInvalid={error !== null}
          helpText="As GET /api/cases/{id}?includeComments=true answers it."
        >
          <Code value={json} onChange={setJson} isInvalid={error !== null} rows={6} />
        </EuiFormRow>
        <EuiSpacer size="m" />
        <EuiAccordion id="paste-comments" buttonContent="Comments from Kibana 9 or later" paddingSize="s">
          <EuiFormRow
            label="Pages of comments"
            fullWidth
            helpText="As GET /api/cases/{id}/comments/_find answers them: one page, or a list of all pages."
          >
            <Code value={comments} onChange={setComments} rows={4} />
          </EuiFormRow>
        </EuiAccordion>
        <EuiSpacer size="m" />
        {error && (
          <>
            <ErrorCallout title="This is not a case that can be read" error={error} />
            <EuiSpacer size="m" />
          </>
        )}
        <EuiButton type="submit" isDisabled={json.trim() === ''}>
          Open this case
        </EuiButton>
      </form>
    </EuiPanel>
  );
}

function Code(props: {
  value: string; onChange: (value: string) => void; rows: number; isInvalid?: boolean; id?: string;
}) {
  const { onChange, ...rest } = props;
  const { euiTheme } = useEuiTheme();
  return (
    <EuiTextArea
      {...rest}
      fullWidth
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      css={{ fontFamily: euiTheme.font.familyCode, fontSize: 12 }}
    />
  );
}
