import {
  EuiAccordion,
  EuiCheckbox,
  EuiFilePicker,
  EuiFormRow,
  EuiSpacer,
  EuiTextArea,
  useEuiTheme,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { BusyButton } from '../../shared/busy_button';
import { useState, type FormEvent } from 'react';
import { useEngine } from '../../core/engine';
import { navigate, paths } from '../../shared/route';
import { toDetails, type ShownError } from '../../shared/error';
import { ErrorAnswer } from '../../shared/error_callout';
import { useToast } from '../../core/toasts';
import { ConfirmDialog } from '../../shared/confirm_dialog';
import { count } from '../../shared/time';
import { useCases } from '../cases';
import { keepConfigurations, replacing, configurations, type Kept } from '../configuration/stored';
import { ImportReport, type Report } from './import_report';
import { take } from './take';

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
  const [report, setReport] = useState<Report | null>(null);
  const toast = useToast();
  const [asked, setAsked] = useState<Report | null>(null);
  const [error, setError] = useState<ShownError | null>(null);

  const keep = (given: readonly Kept[]) => {
    if (given.length === 0) return;
    keepConfigurations(given);
    toast({ title: brought(given), color: 'success', iconType: 'check' });
  };
  /** Leaves where there is nothing to tell but what a message or the case itself tells. */
  const show = (it: Report) => {
    const [first, ...others] = it.taken;
    if (it.left.length > 0 || others.length > 0 || (first && first.state !== 'imported')) return setReport(it);
    onClose();
    if (first) navigate(paths.case(first.key));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setReport(null);
    setError(null);
    try {
      const read = await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await file.text() })));
      const sources = [...read, { name: 'Case JSON', text: json }, { name: 'Pages of comments', text: comments }];
      const given = sources.filter(({ text }) => text.trim() !== '');
      const result = await take(engine, given, files, isReplacing);
      await add(result.files);
      const left = replacing(configurations(), result.configurations);
      keep(result.configurations.filter((it) => !left.includes(it)));
      const report = { taken: result.taken, left };
      if (left.length > 0) setAsked(report);
      else show(report);
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
        helpText="JSON: cases, or one case with the pages of its comments and the documents of its alerts; or Kibana's case configuration (GET /api/cases/configure)."
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
          <ErrorAnswer title="Nothing was imported" error={error} />
          <EuiSpacer size="m" />
        </>
      )}
      {report && (
        <>
          <ImportReport {...report} />
          <EuiSpacer size="m" />
        </>
      )}
      {asked && (
        <ConfirmDialog
          title="Replace the case configuration?"
          action="Replace it"
          failed="It was not replaced"
          onConfirm={() => {
            keep(asked.left);
            show({ ...asked, left: [] });
          }}
          onCancel={() => show(asked)}
          onClose={() => setAsked(null)}
        >
          <p>Another one is here already. Its custom fields and templates go; the cases stay as they are.</p>
        </ConfirmDialog>
      )}
      <BusyButton type="submit" fill isLoading={isBusy} isDisabled={chosen.length === 0 && json.trim() === ''}>
        Import
      </BusyButton>
    </form>
  );
}

function brought(given: readonly Kept[]): string {
  const of = (name: 'customFields' | 'templates') =>
    given.reduce((sum, { configuration }) => sum + configuration[name].length, 0);
  return `Case configuration: ${count(of('customFields'), 'custom field')}, ${count(of('templates'), 'template')}`;
}

function JsonArea(props: { value: string; onChange: (value: string) => void; rows: number; id?: string }) {
  const { onChange, ...rest } = props;
  const { euiTheme } = useEuiTheme();
  return (
    <EuiTextArea
      {...rest}
      fullWidth
      spellCheck={false}
      dir="ltr"
      onChange={(event) => onChange(event.target.value)}
      css={{ fontFamily: euiTheme.font.familyCode, fontSize: 12 }}
    />
  );
}
