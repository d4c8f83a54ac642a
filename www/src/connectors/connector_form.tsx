import { EuiAccordion, EuiCallOut, EuiForm, EuiFormRow, EuiSpacer, EuiSwitch, EuiTitle } from '@elastic/eui';
import type { ConnectorDraft, ConnectorType, FieldMapping, FormField, Problem, StoredConnector } from 'case-connectors';
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import { useEngine } from '../core/engine';
import { useDraft } from '../core/drafts';
import { refusedLogins } from '../core/refused_logins';
import { DraftNote } from '../shared/draft_note';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorAnswer } from '../shared/error_callout';
import { useGate } from '../vault/gate';
import { ConnectorChanged, saveChanges } from '../core/connector_changes';
import { ConnectionTest } from './connection_test';
import type { Tested } from './use_connection_test';
import { AS_CONNECTOR, connectorDraftKey, draftOf, isError, type ConnectorTyping } from './draft';
import { Field, Suggestion } from './field';
import { hasLabels, sendsTags, withTagsAsLabels } from './mappings/tags_as_labels';
import { SimulatorButton } from './simulator_button';
import { useConnectors } from '../core/stored_connectors';

/** The form of a connector type, drawn from the type's data alone. What saves it stands outside. */
export function ConnectorForm(props: {
  type: ConnectorType;
  stored: StoredConnector | null;
  formId: string;
  /** Has to stay the same function. */
  onDirty: (isDirty: boolean) => void;
  onSaved: (connector: StoredConnector) => Promise<void>;
  onBusy: (isSaving: boolean) => void;
}) {
  const { type, stored } = props;
  const { api, connectors: store, license } = useEngine();
  const { connectors } = useConnectors();
  const { withSecrets } = useGate();
  const [clean] = useState<ConnectorTyping>(() => {
    const seen = stored ? draftOf(stored) : api.emptyDraft(type);
    return { seen, draft: seen };
  });
  const kept = useDraft(connectorDraftKey(type.id, stored), clean, AS_CONNECTOR);
  const { seen, draft } = kept.value;
  const setDraft = (change: (draft: ConnectorDraft) => ConnectorDraft) =>
    kept.set((typing) => ({ ...typing, draft: change(typing.draft) }));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const [tested, setTested] = useState<Tested | null>(null);

  const problems = useMemo(() => {
    const otherNames = connectors.filter(({ id }) => id !== stored?.id).map(({ name }) => name);
    const found = api.validateConnector(draft, { existing: stored, otherNames, license });
    if (tested?.draft !== draft) return found;
    // What the test has found says the same of a stored connector as what was found before.
    return [...found.filter((it) => !tested.problems.some((other) => isSame(it, other))), ...tested.problems];
  }, [api, draft, connectors, stored, license, tested]);

  // A typed secret is in no draft, and would be lost as well.
  const isDirty = kept.isDirty || Object.values(draft.secrets ?? {}).some(Boolean);
  const { onDirty } = props;
  useEffect(() => onDirty(isDirty), [onDirty, isDirty]);

  const fields = [...type.fields, ...type.advanced];
  const shown = api.visibleProblems(problems, { touched: left, submitted: wasSubmitted });
  const unplaced = shown.filter(({ field }) => !fields.some(({ path }) => path === field));
  const hidden = isOpen ? [] : shown.filter(({ field }) => type.advanced.some(({ path }) => path === field));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWasSubmitted(true);
    setError(null);
    const errors = problems.filter(isError);
    if (errors.length > 0) return showFirst(errors);
    props.onBusy(true);
    try {
      const result = await withSecrets(() =>
        stored ? saveChanges(store, stored.id, seen, draft) : store.saveConnector(draft),
      );
      if (result.saved) {
        kept.clear();
        refusedLogins.forget(result.connector.id);
        await props.onSaved(result.connector);
      }
      if (!result.saved) setError(notSaved(result.problems));
    } catch (error) {
      if (error instanceof ConnectorChanged && error.found) {
        kept.set({ seen: draftOf(error.found.now), draft: error.found.merged });
      }
      setError(toDetails(error));
    }
    props.onBusy(false);
  };

  /** Moves the focus to the first field with an error, in the order of the form. */
  const showFirst = (errors: Problem[]) => {
    const first = fields.find(({ path }) => errors.some(({ field }) => field === path));
    if (!first) return;
    if (type.advanced.includes(first)) setIsOpen(true);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(`[data-path="${first.path}"]`)?.focus());
  };

  const field = (it: FormField) => (
    <Field
      key={it.path}
      field={it}
      draft={draft}
      problems={shown.filter(({ field }) => field === it.path)}
      isKept={it.secret && stored !== null && !stored.isMissingSecrets}
      onChange={(value) => setDraft((draft) => api.setValue(draft, it.path, value))}
      onLeave={() => setLeft((left) => new Set(left).add(it.path))}
    />
  );

  return (
    <>
      <EuiTitle size="s">
        <h3>{type.name}</h3>
      </EuiTitle>
      <EuiSpacer size="m" />
      {kept.isRestored && <DraftNote onDiscard={kept.clear} />}
      <SimulatorButton typeId={type.id} onDraft={setDraft} />
      <form
        ref={form}
        id={props.formId}
        onSubmit={(event) => void submit(event)}
        noValidate
        aria-label={`${type.name} connector`}
      >
        <EuiForm component="div" fullWidth>
          {type.fields.map(field)}
          {hasLabels(type) && (
            <TagsSwitch
              mappings={draft.mappings ?? type.defaultMappings}
              onChange={(mappings) => setDraft((draft) => ({ ...draft, mappings }))}
            />
          )}
          <EuiSpacer size="l" />
          <EuiAccordion
            id="advanced"
            buttonContent="Advanced settings"
            paddingSize="m"
            forceState={isOpen ? 'open' : 'closed'}
            onToggle={setIsOpen}
          >
            {inGroups(type.advanced).map(({ group, fields }) =>
              group === null ? (
                fields.map(field)
              ) : (
                <fieldset key={group}>
                  <EuiSpacer size="l" />
                  <EuiTitle size="xs">
                    <legend>{group}</legend>
                  </EuiTitle>
                  <EuiSpacer size="s" />
                  {fields.map(field)}
                </fieldset>
              ),
            )}
          </EuiAccordion>
          <ProblemList
            problems={[...hidden, ...unplaced]}
            fields={fields}
            onUse={(path, value) => setDraft((draft) => api.setValue(draft, path, value))}
          />
          {error && (
            <>
              <EuiSpacer size="m" />
              <ErrorAnswer title="The connector was not saved" error={error} />
            </>
          )}
          <EuiSpacer size="l" />
          <ConnectionTest draft={draft} onStart={() => setWasSubmitted(true)} onEnd={setTested} />
        </EuiForm>
      </form>
    </>
  );
}

/** One click for a mapping that most people want, and that none has by default. */
function TagsSwitch(props: { mappings: FieldMapping[]; onChange: (mappings: FieldMapping[]) => void }) {
  return (
    <EuiFormRow
      fullWidth
      hasChildLabel={false}
      helpText="Beside those that are there, and the one by which a push finds its issue."
    >
      <EuiSwitch
        label="Send the tags of a case as labels"
        checked={sendsTags(props.mappings)}
        onChange={(event) => props.onChange(withTagsAsLabels(props.mappings, event.target.checked))}
      />
    </EuiFormRow>
  );
}

/** Fields below one heading, in their order. */
function inGroups(fields: FormField[]): { group: string | null; fields: FormField[] }[] {
  const groups: { group: string | null; fields: FormField[] }[] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (last && last.group === field.group) last.fields.push(field);
    else groups.push({ group: field.group, fields: [field] });
  }
  return groups;
}

function notSaved(problems: Problem[]): ShownError {
  const message = problems.find(isError)?.message ?? 'It was refused.';
  return {
    code: 'CONNECTOR_INVALID',
    message,
    remedy: 'Correct it and save again.',
    field: null,
    status: null,
    remote: null,
  };
}

const isSame = (one: Problem, other: Problem) => one.field === other.field && one.code === other.code;

/** Problems that stand under no field that can be seen now, with what can be offered for one click. */
function ProblemList(props: {
  problems: Problem[];
  fields: FormField[];
  onUse: (path: string, value: string) => void;
}) {
  const { problems, fields } = props;
  if (problems.length === 0) return null;
  const isBad = problems.some(({ severity }) => severity === 'error');
  return (
    <>
      <EuiSpacer size="m" />
      <EuiCallOut
        color={isBad ? 'danger' : 'warning'}
        size="s"
        iconType={isBad ? 'error' : 'warning'}
        announceOnMount={false}
      >
        {problems.map(({ code, field, message, suggestion }) => (
          <div key={`${code} ${field ?? ''}`}>
            <p>{message}</p>
            {field !== null && suggestion !== null && (
              <Suggestion
                field={fields.find(({ path }) => path === field)}
                value={suggestion}
                onUse={() => props.onUse(field, suggestion)}
              />
            )}
          </div>
        ))}
      </EuiCallOut>
    </>
  );
}
