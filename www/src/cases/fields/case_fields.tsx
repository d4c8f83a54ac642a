import { EuiButton, EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import type { PushOutcome, StoredConnector } from 'case-connectors';
import { useCallback, useRef, useState, type FormEvent } from 'react';
import { useConnectorTypes } from '../../core/connector_types';
import { useEngine } from '../../core/engine';
import { useConnectors } from '../../core/stored_connectors';
import { useToast } from '../../core/toasts';
import type { ShownError } from '../../shared/error';
import { ErrorAnswer } from '../../shared/error_callout';
import { ANY, setConnector, type Seen } from '../case_edit';
import { toInput } from '../case_file';
import type { OpenCase } from '../cases';
import { NotSaved, useSaving } from '../saving';
import { draftOf, fieldsOf, hasUnread, type CaseFieldDraft } from './case_field_draft';
import { FieldSet } from './field_set';
import { LiveHead } from './live_head';
import { refusedFields } from './overriding';
import { useLiveFields } from './use_live_fields';

/**
 * The fields that this case gives its connector, as its system describes them. The engine says which of them it cannot use, and
 * which the system would not take. What the last push has found of a field, refused or passed over, stands at it.
 */
export function CaseFields(props: {
  current: OpenCase;
  connector: StoredConnector;
  /** Of the last push. */
  outcome: Pick<PushOutcome, 'warnings' | 'error'> | null;
  isLocked: boolean;
}) {
  const { current, connector } = props;
  const { api } = useEngine();
  const toast = useToast();
  const { save, error, clear } = useSaving(current.key);
  const [problem, setProblem] = useState<ShownError | null>(null);
  const { connector: seen, incident } = current.view;
  const specs = useConnectorTypes().find(({ id }) => id === connector.type)?.caseFields ?? [];
  const stored = draftOf(specs, seen.id === connector.id ? seen.fields : null);
  const [typed, setTyped] = useState(stored);
  /** What was there when the typing began; whoever has not begun sees what is there now. */
  const [base, setBase] = useState<typeof seen | null>(null);
  const draft = base ? typed : stored;
  const latest = useRef(typed);
  latest.current = typed;

  const { reload } = useConnectors();
  const issueType = String(draft.issueType ?? '');
  // A plan is made anew by what was read.
  const live = useLiveFields(
    connector.id,
    issueType,
    incident?.connectorId === connector.id ? incident.id : null,
    useCallback(() => void reload(), [reload]),
  );
  const [wasSaved, setWasSaved] = useState(false);
  const values = fieldsOf(specs, draft);
  const problems = live.live === null ? [] : api.validateFields(values, connector.type, live.live);
  // What was not filled in yet is no mistake of whoever has just begun.
  const shown = problems.filter(
    ({ code, severity }) => wasSaved || code !== 'FIELD_REQUIRED' || severity === 'warning',
  );

  const type = (typed: CaseFieldDraft) => {
    setBase((base) => base ?? seen);
    setTyped(typed);
  };
  const saveOver = async (over: Seen<typeof seen>) => {
    // Said at its field.
    if (hasUnread(draft, live.live)) return;
    const { id, name, type } = connector;
    const edit = { id, name, type, fields: values };
    const refused = refusedFields(api, toInput(setConnector(ANY, edit)(current.file)), connector);
    setProblem(refused);
    if (refused) return;
    if (!(await save(setConnector(over, edit)))) return;
    // What was typed while it was saved stays.
    setBase(latest.current === typed ? null : edit);
    setWasSaved(true);
    toast({ title: 'The connector fields are saved', color: 'success', iconType: 'check' });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saveOver(base ?? seen);
  };
  const isAtField = specs.some(({ key }) => problem?.field?.startsWith(`connector.fields.${key}`));
  const notTaken = (field: string) => {
    const { warnings = [], error: refusal = null } = props.outcome ?? {};
    if (refusal?.field === field) return refusal.message;
    return warnings.find((it) => it.code === 'FIELD_NOT_TAKEN' && it.field === field)?.message ?? null;
  };

  return (
    <EuiPanel hasBorder hasShadow={false} grow={false}>
      <form onSubmit={submit} noValidate aria-label={`Fields of ${connector.name}`}>
        <EuiTitle size="xs">
          <h2 css={{ overflowWrap: 'anywhere' }}>Fields of {connector.name}</h2>
        </EuiTitle>
        <EuiSpacer size="s" />
        <LiveHead {...live} onRefresh={live.refresh} />
        <FieldSet
          specs={specs}
          live={live.live}
          connectorId={connector.id}
          draft={draft}
          problems={shown}
          error={problem}
          notTaken={notTaken}
          isLocked={props.isLocked}
          onChange={type}
        />
        {problem && !isAtField && <ErrorAnswer title="These fields cannot be used" error={problem} />}
        <NotSaved
          error={error}
          isLocked={props.isLocked || hasUnread(draft, live.live)}
          onOverwrite={() => void saveOver(ANY)}
          onKeep={clear}
        />
        <EuiSpacer size="m" />
        <EuiButton type="submit" size="s" isDisabled={props.isLocked || base === null}>
          Save fields
        </EuiButton>
      </form>
    </EuiPanel>
  );
}
