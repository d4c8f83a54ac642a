import { EuiAccordion, EuiComboBox, EuiFormRow, EuiSpacer, useGeneratedHtmlId } from '@elastic/eui';
import type { CaseField, ConnectorFields, LiveField, Problem } from 'case-connectors';
import { useState } from 'react';
import { useEngine } from '../../core/engine';
import type { ShownError } from '../../shared/error';
import { CaseFieldRow } from './case_field';
import {
  draftOf,
  fieldsOf,
  unreadAt,
  unreadPaths,
  withoutUnread,
  withUnread,
  type CaseFieldDraft,
} from './case_field_draft';
import { LiveRow } from './live_row';

interface Props {
  specs: readonly CaseField[];
  /** What the system asks; `null` while nobody knows. */
  live: ConnectorFields | null;
  connectorId: string;
  draft: CaseFieldDraft;
  problems: readonly Problem[];
  /** A value that the form itself cannot use. */
  error: ShownError | null;
  /** What the last push has found to be passed over: the sentence for a remote field. */
  notTaken: (field: string) => string | null;
  isLocked: boolean;
  onChange: (draft: CaseFieldDraft) => void;
}

/** The fields of a case for its connector: as the system describes them, and the rest as the form does. */
export function FieldSet(props: Props) {
  const { specs, live, draft } = props;
  const { api } = useEngine();
  const [added, setAdded] = useState<string[]>([]);
  const [isRawOpen, setIsRawOpen] = useState(false);
  const rawId = useGeneratedHtmlId();
  const values = fieldsOf(specs, draft);
  const raw = specs.find(({ kind }) => kind === 'json');
  const isBroken = raw !== undefined && !isObject(draft[raw.key]);
  // While nobody knows the fields, a text that keeps the case from being saved is shown all the same.
  const known = live?.fields ?? [...new Set([...unreadPaths(draft), ...added])].map(ofPath);
  const isOwn = ({ path }: LiveField) => !path.includes('.');
  const filled = ({ path }: LiveField) => api.fieldValue(values, path) !== null || unreadAt(draft, path) !== null;
  const isAsked = ({ required, readOnly }: LiveField) => !readOnly && (required === 'create' || required === 'form');
  const isShown = (field: LiveField) => isAsked(field) || filled(field) || added.includes(field.path);
  const extras = known.filter((field) => !isOwn(field));
  const more = extras.filter((field) => !field.readOnly && !isShown(field));

  const row = (field: LiveField) => (
    <LiveRow
      key={field.path}
      field={field}
      connectorId={props.connectorId}
      value={api.fieldValue(values, field.path)}
      dependsOn={field.dependsOn === null ? null : currentOf(field.dependsOn)}
      problems={props.problems.filter((it) => it.field === `connector.fields.${field.path}`)}
      unread={unreadAt(draft, field.path)}
      notTaken={props.notTaken(field.path.split('.').slice(1).join('.') || field.path)}
      isLocked={props.isLocked || (!isOwn(field) && isBroken)}
      onChange={(value) => {
        // It stays while it is typed on.
        if (!live && !added.includes(field.path)) setAdded([...added, field.path]);
        const changed = draftOf(specs, api.withFieldValue(values, field.path, value));
        props.onChange({ ...withoutUnread(draft, field.path), ...changed });
      }}
      onUnread={(text) => props.onChange(withUnread(draft, field.path, text))}
    />
  );
  const currentOf = (path: string) =>
    api.fieldValue(values, path) ?? known.find((field) => field.path === path)?.default ?? null;

  const at = specs.find(({ key }) => props.error?.field?.startsWith(`connector.fields.${key}`));
  const typed = (spec: CaseField) => (
    <CaseFieldRow
      key={spec.key}
      spec={spec}
      value={draft[spec.key] ?? ''}
      error={at === spec ? props.error : null}
      isLocked={props.isLocked}
      onChange={(value) => props.onChange({ ...draft, [spec.key]: value })}
    />
  );
  const own = (spec: CaseField) => {
    const field = known.find(({ path }) => path === spec.key);
    if (field) return row(field);
    // What the system would refuse is there only to be taken out.
    const isRefused = live?.others === 'refused' && spec.kind !== 'flag' && draft[spec.key] === '';
    return isRefused ? null : typed(spec);
  };

  return (
    <>
      {specs.filter((spec) => spec !== raw).map(own)}
      {extras.filter(isShown).map(row)}
      {more.length > 0 && (
        <EuiFormRow label="Add a field" fullWidth>
          <EuiComboBox
            fullWidth
            aria-label="Add a field"
            placeholder={`${more.length} more`}
            isDisabled={props.isLocked}
            singleSelection={{ asPlainText: true }}
            options={more.map(({ label, path }) => ({ label, key: path }))}
            selectedOptions={[]}
            onChange={([option]) => option?.key && setAdded([...added, option.key])}
          />
        </EuiFormRow>
      )}
      {raw &&
        (extras.length === 0 ? (
          typed(raw)
        ) : (
          <>
            <EuiSpacer size="m" />
            <EuiAccordion
              id={rawId}
              buttonContent={`${raw.label} as JSON`}
              forceState={isRawOpen || at === raw || isBroken ? 'open' : 'closed'}
              onToggle={setIsRawOpen}
            >
              <EuiSpacer size="s" />
              {typed(raw)}
            </EuiAccordion>
          </>
        ))}
    </>
  );
}

/** What is known of a live field of which only the path is. */
function ofPath(path: string): LiveField {
  const unknown = { default: null, dependsOn: null, maxLength: null, format: null, search: null };
  return { path, label: path, kind: 'json', help: '', required: null, choices: [], readOnly: false, ...unknown };
}

function isObject(text: unknown): boolean {
  if (typeof text !== 'string' || text.trim() === '') return true;
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}
