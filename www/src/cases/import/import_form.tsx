import {
  EuiAccordion,
  EuiButton,
  EuiCheckbox,
  EuiFilePicker,
  EuiFormRow,
  EuiSpacer,
  EuiTextArea,
  useEuiTheme,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { useState, type FormEvent } from 'react';
import { useEngine } from '../../core/engine';
import { navigate, paths } from '../../shared/route';
import { toDetails, type ShownError } from '../../shared/error';
import { ErrorCallout } from '../../shared/error_callout';
import { useCases } from '../cases';
import { ImportReport } from './import_report';
import { take, type Taken } from './take';

/** Files, or pasted JSON. A single case opens once it is imported. */
export function ImportForm({ onClose }: { onClose: () => void }) {
  const engine = useEngine();
  const { files, add } = useCases();
  const replaceId = useGeneratedHtmlId();
  const [chosen, setChosen] = useState<File[]>([]);
  const [json, setJson] = useState('');
  const [comments, setComments] = useState('');
  const [isReplacing, setIsReplacing] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [taken, setTaken] = useState<Taken[] | null>(null);
  const [error, setError] = useState<ShownError | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setTaken(null);
    setError(null);
    try {
      const read = await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await file.text() })));
      const sources = [...read, { name: 'Case JSON', text: json }, { name: 'Pages of comments', text: comments }];
      const result = await take(
        engine,
        sources.filter(({ text }) => text.trim() !== ''),
        files,
        isReplacing,
      );
      await add(result.files);
      const [only] = result.taken;
      if (result.taken.length === 1 && only?.state === 'imported') {
        onClose();
        return navigate(paths.case(only.key));
      }
      setTaken(result.taken);
    } catch (error) {
      setError(toDetails(error));
    }
    setIsBusy(false);
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label="Import cases">
      <EuiFormRow
        label="Files"
        fullWidth
        helpText="JSON: cases, or one case with the pages of its comments and the documents of its alerts."
      >
        <EuiFilePicker
          fullWidth
          multiple
          display="default"
          accept="application/json,.json"
          initialPromptText="Select or drop files"
          onChange={(files) => setChosen([...(files ?? [])])}
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <EuiFormRow
        label="Case JSON"
        fullWidth
        helpText="As GET /api/cases/{id}?includeComments=true or GET /api/cases/_find answers it."
      >
        <JsonArea value={json} onChange={setJson} rows={6} />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <EuiAccordion id="import-comments" buttonContent="Comments from Kibana 9 or later" paddingSize="s">
        <EuiFormRow
          label="Pages of comments"
          fullWidth
          helpText="As GET /api/cases/{id}/comments/_find answers them: one page, or a list of all pages."
        >
          <JsonArea value={comments} onChange={setComments} rows={4} />
        </EuiFormRow>
      </EuiAccordion>
      <EuiSpacer size="m" />
      <EuiCheckbox
        id={replaceId}
        label="Replace cases that are here already, with their edits and their activity"
        checked={isReplacing}
        onChange={(event) => setIsReplacing(event.target.checked)}
      />
      <EuiSpacer size="m" />
      {error && (
        <>
          <ErrorCallout title="Nothing was imported" error={error} />
          <EuiSpacer size="m" />
        </>
      )}
      {taken && (
        <>
          <ImportReport taken={taken} />
          <EuiSpacer size="m" />
        </>
      )}
      <EuiButton type="submit" fill isLoading={isBusy} isDisabled={chosen.length === 0 && json.trim() === ''}>
        Import
      </EuiButton>
    </form>
  );
}

function JsonArea(props: { value: string; onChange: (value: string) => void; rows: number; id?: string }) {
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
