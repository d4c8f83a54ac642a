import { EuiComboBox, EuiFormRow, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { Connector } from 'case-connectors';
import { useMemo, useState } from 'react';
import { useEngine } from '../../core/engine';
import { toInput } from '../../cases/case_file';
import { viewOf } from '../../cases/case_view';
import { useCases } from '../../cases/cases';
import { toDetails } from '../../shared/error';
import { count } from '../../shared/time';
import { Value } from '../../push/value';

/** What a chosen case becomes with the mappings as they stand, saved or not. */
export function MappingPreview({ connector, isValid }: { connector: Connector; isValid: boolean }) {
  const { api } = useEngine();
  const { files } = useCases();
  const [chosen, setChosen] = useState<string | null>(null);
  const options = useMemo(
    () => Object.entries(files).map(([key, file]) => ({ key, label: viewOf(file).title })),
    [files],
  );
  const selected = options.find(({ key }) => key === chosen) ?? options[0];
  const file = selected && files[selected.key];
  if (!selected || !file) return null;
  const commentsTo = connector.mappings?.find(({ source, action }) => source === 'comments' && action !== 'nothing');

  const incident = () => {
    try {
      return { fields: api.mapCase(toInput(file), connector).fields };
    } catch (error) {
      const { message, remedy } = toDetails(error);
      return { problem: `${message} ${remedy}` };
    }
  };
  const { fields, problem } = isValid
    ? incident()
    : { fields: undefined, problem: 'Correct the field mappings first.' };
  return (
    <section aria-label="Preview">
      <EuiTitle size="xxs">
        <h3>Preview</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <EuiFormRow label="Case" fullWidth>
        <EuiComboBox
          fullWidth
          compressed
          aria-label="Case of the preview"
          isClearable={false}
          singleSelection={{ asPlainText: true }}
          options={options}
          selectedOptions={[selected]}
          onChange={([option]) => option?.key !== undefined && setChosen(option.key)}
        />
      </EuiFormRow>
      <EuiSpacer size="s" />
      <EuiPanel hasBorder hasShadow={false} paddingSize="s" css={{ overflow: 'auto', maxBlockSize: 360 }} tabIndex={0}>
        {fields ? (
          <>
            {Object.entries(fields).map(([name, value]) => (
              <Value key={name} label={name} value={value} background="transparent" isStacked />
            ))}
            <EuiText size="xs" color="subdued" css={{ paddingInline: 8 }}>
              <p>
                {commentsTo
                  ? `${count(viewOf(file).comments.length, 'comment')} will go to ${commentsTo.target}.`
                  : 'Comments are not sent.'}
              </p>
            </EuiText>
          </>
        ) : (
          <EuiText size="s">
            <p>{problem}</p>
          </EuiText>
        )}
      </EuiPanel>
    </section>
  );
}
