import {
  EuiFormErrorText,
  EuiSelect,
  EuiTable,
  EuiTableBody,
  EuiTableHeader,
  EuiTableHeaderCell,
  EuiTableRow,
  EuiTableRowCell,
} from '@elastic/eui';
import type { ConnectorType, FieldMapping, Problem } from 'case-connectors';
import { CASE_PARTS } from '../../push/field_name';

const ACTIONS = { overwrite: 'Overwrite', append: 'Append', nothing: 'Nothing' };

export function MappingTable(props: {
  type: ConnectorType;
  mappings: FieldMapping[];
  problems: Problem[];
  onChange: (mappings: FieldMapping[]) => void;
}) {
  const { type, mappings, problems } = props;
  const change = (at: number, change: Partial<FieldMapping>) =>
    props.onChange(mappings.map((mapping, index) => (index === at ? { ...mapping, ...change } : mapping)));
  const targetsOf = (current: string) => [...new Set([...type.targets.map(({ name }) => name), current, 'not_mapped'])];
  const shown = mappings.map((mapping, at) => ({
    mapping,
    problems: problems.filter(({ field }) => field === `mappings[${at}]`),
  }));
  const others = problems.filter(({ field }) => field === `mappings[${mappings.length}]`);
  return (
    <>
      <EuiTable responsiveBreakpoint={false} tableLayout="auto" compressed aria-label="Field mappings">
        <EuiTableHeader>
          <EuiTableHeaderCell>Case field</EuiTableHeaderCell>
          <EuiTableHeaderCell>{type.name} field</EuiTableHeaderCell>
          <EuiTableHeaderCell>On update</EuiTableHeaderCell>
        </EuiTableHeader>
        <EuiTableBody>
          {shown.map(({ mapping: { source, target, action }, problems }, at) => (
            <EuiTableRow key={`${source} ${at}`}>
              <EuiTableRowCell>
                <span css={{ whiteSpace: 'nowrap' }}>{CASE_PARTS[source]}</span>
              </EuiTableRowCell>
              <EuiTableRowCell>
                <div css={{ inlineSize: '100%' }}>
                  <EuiSelect
                    compressed
                    aria-label={`${type.name} field for ${CASE_PARTS[source]}`}
                    isInvalid={problems.length > 0}
                    options={targetsOf(target).map((value) => ({
                      value,
                      text: value === 'not_mapped' ? 'Not mapped' : value,
                    }))}
                    value={target}
                    onChange={({ target: { value } }) =>
                      change(at, { target: value, ...(action === 'nothing' && { action: defaultOf(type, source) }) })
                    }
                  />
                  {problems.map(({ message }) => (
                    <EuiFormErrorText key={message}>{message}</EuiFormErrorText>
                  ))}
                </div>
              </EuiTableRowCell>
              <EuiTableRowCell>
                <EuiSelect
                  compressed
                  aria-label={`On update of ${CASE_PARTS[source]}`}
                  disabled={target === 'not_mapped'}
                  options={Object.entries(ACTIONS).map(([value, text]) => ({ value, text }))}
                  value={action}
                  onChange={(event) => change(at, { action: event.target.value as FieldMapping['action'] })}
                />
              </EuiTableRowCell>
            </EuiTableRow>
          ))}
        </EuiTableBody>
      </EuiTable>
      {others.map(({ message }) => (
        <EuiFormErrorText key={message}>{message}</EuiFormErrorText>
      ))}
    </>
  );
}

function defaultOf(type: ConnectorType, source: FieldMapping['source']): FieldMapping['action'] {
  return type.defaultMappings.find((it) => it.source === source)?.action ?? 'overwrite';
}
