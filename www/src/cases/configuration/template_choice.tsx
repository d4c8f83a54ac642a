import { EuiFormRow, EuiSelect, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { ConfirmDialog } from '../../shared/confirm_dialog';
import { filled, takesAway, type Fillable } from './fill';
import type { Template } from './read';

/** Fills a new case from a template, and asks before that takes away what is in the form. */
export function TemplateChoice<T extends Fillable>(props: {
  templates: readonly Template[];
  draft: T;
  onFill: (draft: T) => void;
}) {
  const { templates, draft } = props;
  const [asked, setAsked] = useState<Template | null>(null);
  const choose = (key: string) => {
    const template = templates.find((one) => one.key === key) ?? null;
    if (template && takesAway(draft, template)) setAsked(template);
    else props.onFill(filled(draft, template));
  };
  return (
    <>
      <EuiFormRow label="Template">
        <EuiSelect
          options={[{ value: '', text: 'None' }, ...templates.map(({ key, name }) => ({ value: key, text: name }))]}
          value={templates.some(({ key }) => key === draft.template) ? draft.template : ''}
          onChange={(event) => choose(event.target.value)}
        />
      </EuiFormRow>
      {(draft.category !== null || draft.assignees.length > 0) && (
        <EuiText size="s" css={{ marginBlockStart: 8 }}>
          {draft.category !== null && (
            <p>
              Category: <bdi>{draft.category}</bdi>
            </p>
          )}
          {draft.assignees.length > 0 && (
            <p>
              Assignees: <bdi>{draft.assignees.join(', ')}</bdi>
            </p>
          )}
        </EuiText>
      )}
      <EuiSpacer size="m" />
      {asked && (
        <ConfirmDialog
          title="Fill the case from the template?"
          action="Replace what is there"
          failed="It was not filled"
          onConfirm={() => props.onFill(filled(draft, asked))}
          onClose={() => setAsked(null)}
        >
          <p>
            The template <bdi>{asked.name}</bdi> has its own values for what is in the form already.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
