import {
  EuiButton,
  EuiButtonEmpty,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiForm,
  EuiFormRow,
  EuiSelect,
  EuiSpacer,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { useRef, useState, type FormEvent } from 'react';
import { useDraft, type Keeping } from '../../core/drafts';
import { list, object } from '../case_file';
import { useFacts } from '../facts';
import { navigate, paths } from '../../shared/route';
import { toDetails, type ShownError } from '../../shared/error';
import { ErrorAnswer } from '../../shared/error_callout';
import { DraftNote } from '../../shared/draft_note';
import { LeaveDialog } from '../../shared/leave_dialog';
import { descriptionProblem, tagsProblem, titleProblem } from '../case_rules';
import { viewOf } from '../case_view';
import { keyFor } from '../case_database';
import { optionsOf, SEVERITIES } from '../labels';
import { MarkdownEditor } from '../markdown_editor';
import { useCases } from '../cases';
import { TagsField } from '../tags_field';
import type { CaseFieldDraft } from '../fields/case_field_draft';
import { NewCaseFields } from '../fields/new_case_fields';
import { CustomFieldInputs } from '../configuration/custom_field_inputs';
import { customFieldsOf, fieldProblem, USUAL_SEVERITY, type Typed } from '../configuration/fill';
import { keptSettings, type CaseSettings } from '../configuration/read';
import { configurationOfNew, useConfigurations } from '../configuration/stored';
import { TemplateChoice } from '../configuration/template_choice';
import { newCase } from './new_case';

const EMPTY = {
  title: '',
  description: '',
  tags: [] as string[],
  severity: USUAL_SEVERITY,
  template: '',
  category: null as string | null,
  assignees: [] as string[],
  settings: null as CaseSettings | null,
  customFields: {} as Typed,
  connectorId: '',
  /** What was typed for the connector, and what the case gets of it. */
  typed: {} as CaseFieldDraft,
  fields: null as { [key: string]: unknown } | null,
};

type Fields = typeof EMPTY;

const KEEPING: Keeping<Fields> = {
  read: (kept) => {
    const draft = { ...EMPTY, ...object(kept) };
    const { title, description, severity, connectorId, tags } = draft;
    const isWhole = [title, description, severity, connectorId].every((text) => typeof text === 'string');
    if (kept === null || !isWhole || !Array.isArray(tags)) return null;
    const fields = draft.fields === null ? null : object(draft.fields);
    const given = Object.entries(object(draft.customFields));
    const custom = given.filter(([, value]) => typeof value === 'string' || typeof value === 'boolean');
    const configured = {
      template: typeof draft.template === 'string' ? draft.template : '',
      category: typeof draft.category === 'string' ? draft.category : null,
      assignees: list(draft.assignees).map(String),
      settings: keptSettings(draft.settings),
      customFields: Object.fromEntries(custom) as Typed,
    };
    return { ...draft, ...configured, tags: tags.map(String), typed: object(draft.typed) as CaseFieldDraft, fields };
  },
  write: (draft) => draft,
};

/** A new case. It opens once it is created. */
export default function CreateCase({ onClose }: { onClose: () => void }) {
  const { add } = useCases();
  const facts = useFacts();
  const configuration = configurationOfNew(useConfigurations());
  const titleId = useGeneratedHtmlId();
  const form = useDraft('new case', EMPTY, KEEPING);
  const { value: draft, set: setDraft } = form;
  const [wasSubmitted, setWasSubmitted] = useState(false);
  /** What was typed for the connector cannot be used, which is said at its field. */
  const [isRefused, setIsRefused] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const first = useRef<HTMLInputElement>(null);
  // A second click while it is saved would make a second case.
  const isSaving = useRef(false);
  /** What connectors had before others were chosen. */
  const held = useRef(new Map<string, Pick<Fields, 'typed' | 'fields'>>());
  const connectorField = useRef<HTMLSelectElement>(null);

  const chosen = facts?.connectors.find(({ id }) => id === draft.connectorId);
  // Without it the case would go to another system, and without what was typed for this one.
  const isLost = draft.connectorId !== '' && !chosen;
  const saysLost = isLost && (facts !== null || wasSubmitted);
  const title = titleProblem(draft.title);
  const description = descriptionProblem(draft.description);
  const leave = () => (form.isDirty ? setIsLeaving(true) : onClose());
  const clear = () => {
    held.current.clear();
    form.clear();
  };
  const chooseConnector = (connectorId: string) => {
    const { typed, fields } = draft;
    held.current.set(draft.connectorId, { typed, fields });
    // The fields belong to one connector: none go along to another.
    setDraft({ ...draft, connectorId, ...(held.current.get(connectorId) ?? { typed: {}, fields: null }) });
  };
  const discard = () => {
    clear();
    onClose();
  };
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setWasSubmitted(true);
    if (title) return first.current?.focus();
    if (isLost) return connectorField.current?.focus();
    if (configuration?.customFields.some((field) => fieldProblem(field, draft.customFields))) return;
    if (description || tagsProblem(draft.tags) || (chosen && isRefused) || isSaving.current) return;
    isSaving.current = true;
    const { title: named, description: text, tags, severity, fields, category, assignees, settings } = draft;
    const file = newCase(
      { title: named, description: text, tags, severity },
      chosen ? { id: chosen.id, name: chosen.name, type: chosen.type, fields } : null,
      {
        ...(configuration ? { owner: configuration.owner } : {}),
        category,
        assignees,
        settings,
        customFields: customFieldsOf(configuration, draft.customFields),
      },
    );
    const key = keyFor(viewOf(file).id);
    try {
      await add({ [key]: file });
      discard();
      navigate(paths.case(key));
    } catch (error) {
      isSaving.current = false;
      setError(toDetails(error));
    }
  };

  return (
    <EuiFlyout aria-labelledby={titleId} onClose={leave} size="m" ownFocus>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2 id={titleId}>Create new case</h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <EuiForm component="form" id={`${titleId}-form`} noValidate onSubmit={(event) => void create(event)} fullWidth>
          {form.isRestored && <DraftNote onDiscard={clear} />}
          {configuration && configuration.templates.length > 0 && (
            <TemplateChoice
              templates={configuration.templates}
              draft={draft}
              connectors={facts?.connectors ?? null}
              onFill={setDraft}
            />
          )}
          <EuiFormRow label="Title" isInvalid={wasSubmitted && !!title} error={wasSubmitted ? title : undefined}>
            <EuiFieldText
              inputRef={first}
              autoFocus
              aria-required
              dir="auto"
              isInvalid={wasSubmitted && !!title}
              value={draft.title}
              onChange={(event) => setDraft({ ...draft, title: event.target.value })}
            />
          </EuiFormRow>
          <TagsField tags={draft.tags} onChange={(tags) => setDraft({ ...draft, tags })} />
          <EuiFormRow label="Severity">
            <EuiSelect
              options={optionsOf(SEVERITIES)}
              value={draft.severity}
              onChange={(event) => setDraft({ ...draft, severity: event.target.value })}
            />
          </EuiFormRow>
          <EuiSpacer size="m" />
          <MarkdownEditor
            label="Description"
            value={draft.description}
            error={wasSubmitted ? description : undefined}
            onChange={(description) => setDraft((draft) => ({ ...draft, description }))}
          />
          <EuiSpacer size="m" />
          <CustomFieldInputs
            fields={configuration?.customFields ?? []}
            typed={draft.customFields}
            wasSubmitted={wasSubmitted}
            onChange={(customFields) => setDraft((draft) => ({ ...draft, customFields }))}
          />
          <EuiFormRow
            label="External incident management system"
            helpText="It can be changed on the page of the case."
            isInvalid={saysLost}
            error={
              facts ? 'The connector that was chosen is gone. Choose another one.' : 'The connectors are being read.'
            }
          >
            <EuiSelect
              inputRef={connectorField}
              isInvalid={saysLost}
              options={[
                { value: '', text: 'The default connector' },
                ...(isLost
                  ? [{ value: draft.connectorId, text: facts ? 'A connector that is gone' : 'Loading …' }]
                  : []),
                ...(facts?.connectors ?? []).map(({ id, label }) => ({ value: id, text: label })),
              ]}
              value={draft.connectorId}
              onChange={(event) => chooseConnector(event.target.value)}
            />
          </EuiFormRow>
          {chosen && (
            <NewCaseFields
              // Those of a template are others.
              key={`${chosen.id} ${draft.template}`}
              connector={chosen}
              draft={draft.typed}
              fields={draft.fields}
              wasSubmitted={wasSubmitted}
              onChange={(typed, fields) => setDraft((draft) => ({ ...draft, typed, fields }))}
              onRefused={setIsRefused}
            />
          )}
          {error && (
            <>
              <EuiSpacer size="m" />
              <ErrorAnswer title="The case was not created" error={error} />
            </>
          )}
        </EuiForm>
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiFlexGroup justifyContent="spaceBetween" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={leave}>Cancel</EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton type="submit" form={`${titleId}-form`} fill>
              Create case
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiFlyoutFooter>
      {isLeaving && <LeaveDialog onLeave={discard} onStay={() => setIsLeaving(false)} />}
    </EuiFlyout>
  );
}
