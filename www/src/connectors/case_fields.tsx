import { EuiButton, EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import type { StoredConnector } from 'case-connectors';
import { useState, type FormEvent } from 'react';
import { useConnectorTypes } from '../core/connector_types';
import { useEngine } from '../core/engine';
import { useToast } from '../core/toasts';
import { ANY, setConnector, type Seen } from '../cases/case_edit';
import { toInput } from '../cases/case_file';
import { NotSaved, useSaving } from '../cases/saving';
import type { OpenCase } from '../cases/cases';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorCallout } from '../shared/error_callout';
import { CaseFieldRow } from './case_field';
import { draftOf, fieldsOf } from './case_field_draft';

/** The fields that this case gives its connector. The engine says which of them it cannot use. */
export function CaseFields(props: { current: OpenCase; connector: StoredConnector; isLocked: boolean }) {
  const { current, connector } = props;
  const { api } = useEngine();
  const toast = useToast();
  const { save, error, clear } = useSaving(current.key);
  const [problem, setProblem] = useState<ShownError | null>(null);
  const seen = current.view.connector;
  const specs = useConnectorTypes().find(({ id }) => id === connector.type)?.caseFields ?? [];
  const stored = draftOf(specs, seen.id === connector.id ? seen.fields : null);
  const [typed, setTyped] = useState(stored);
  /** What was there when the typing began; whoever has not begun sees what is there now. */
  const [base, setBase] = useState<typeof seen | null>(null);
  const draft = base ? typed : stored;

  const type = (key: string, value: string | boolean) => {
    setBase((base) => base ?? seen);
    setTyped({ ...draft, [key]: value });
  };
  const saveOver = async (over: Seen<typeof seen>) => {
    const { id, name, type } = connector;
    const edit = { id, name, type, fields: fieldsOf(specs, draft) };
    try {
      api.mapCase(toInput(setConnector(ANY, edit)(current.file)), connector);
      setProblem(null);
    } catch (error) {
      return setProblem(toDetails(error));
    }
    if (!(await save(setConnector(over, edit)))) return;
    setBase(null);
    toast({ title: 'The connector fields are saved', color: 'success', iconType: 'check' });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saveOver(base ?? seen);
  };
  const at = specs.find(({ key }) => problem?.field?.startsWith(`connector.fields.${key}`));

  return (
    <EuiPanel hasBorder hasShadow={false} grow={false}>
      <form onSubmit={submit} noValidate aria-label={`Fields of ${connector.name}`}>
        <EuiTitle size="xs">
          <h2 css={{ overflowWrap: 'anywhere' }}>Fields of {connector.name}</h2>
        </EuiTitle>
        <EuiSpacer size="m" />
        {specs.map((spec) => (
          <CaseFieldRow
            key={spec.key}
            spec={spec}
            value={draft[spec.key] ?? ''}
            error={at === spec ? problem : null}
            isLocked={props.isLocked}
            onChange={(value) => type(spec.key, value)}
          />
        ))}
        {problem && !at && <ErrorCallout title="These fields cannot be used" error={problem} />}
        <NotSaved error={error} onOverwrite={() => void saveOver(ANY)} onKeep={clear} />
        <EuiSpacer size="m" />
        <EuiButton type="submit" size="s" isDisabled={props.isLocked || base === null}>
          Save fields
        </EuiButton>
      </form>
    </EuiPanel>
  );
}
