import { EuiComboBox, EuiFormRow } from '@elastic/eui';
import { useMemo } from 'react';
import { tagsProblem } from './case_rules';
import { viewOf } from './case_view';
import { useCases } from './cases';

/** Takes tags, and offers those of the other cases. */
export function TagsField(props: { tags: string[]; onChange: (tags: string[]) => void; isDisabled?: boolean }) {
  const { tags, onChange } = props;
  const { files } = useCases();
  const suggestions = useMemo(
    () => [...new Set(Object.values(files).flatMap((file) => viewOf(file).tags))].sort(),
    [files],
  );
  const problem = tagsProblem(tags);
  return (
    <EuiFormRow label="Tags" fullWidth isInvalid={problem !== undefined} error={problem}>
      <EuiComboBox
        fullWidth
        aria-label="Tags"
        placeholder="Type a tag and press Enter"
        isDisabled={props.isDisabled ?? false}
        isInvalid={problem !== undefined}
        options={suggestions.map((label) => ({ label }))}
        selectedOptions={tags.map((label) => ({ label }))}
        onChange={(options) => onChange(options.map(({ label }) => label))}
        onCreateOption={(text) => {
          if (text.trim() && !tags.includes(text.trim())) onChange([...tags, text.trim()]);
        }}
      />
    </EuiFormRow>
  );
}
