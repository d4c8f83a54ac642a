import {
  EuiSpacer, EuiTable, EuiTableBody, EuiTableHeader, EuiTableHeaderCell, EuiTableRow, EuiTableRowCell, EuiText, EuiTitle,
} from '@elastic/eui';
import type { ConnectorType, FieldMapping } from 'case-connectors';

const SOURCES = { title: 'Title', description: 'Description', comments: 'Comments', tags: 'Tags' };
const ACTIONS = { overwrite: 'Overwrite', append: 'Append', nothing: 'Nothing' };

/** Where the case's fields go. */
export function Mappings({ mappings, type }: { mappings: FieldMapping[]; type: ConnectorType }) {
  return (
    <>
      <EuiTitle size="xxs">
        <h3>Field mappings</h3>
      </EuiTitle>
      <EuiSpacer size="xs" />
      <EuiText size="xs" color="subdued">
        <p>Which field of {type.name} each part of a case becomes, and what an update does to it.</p>
      </EuiText>
      <EuiSpacer size="s" />
      <EuiTable responsiveBreakpoint={false} tableLayout="auto" compressed aria-label={`Field mappings of ${type.name}`}>
        <EuiTableHeader>
          <EuiTableHeaderCell>Case field</EuiTableHeaderCell>
          <EuiTableHeaderCell>{type.name} field</EuiTableHeaderCell>
          <EuiTableHeaderCell>On update</EuiTableHeaderCell>
        </EuiTableHeader>
        <EuiTableBody>
          {mappings.map(({ source, target, action }) => (
            <EuiTableRow key={source}>
              <EuiTableRowCell>{SOURCES[source]}</EuiTableRowCell>
              <EuiTableRowCell>{target === 'not_mapped' ? 'Not mapped' : target}</EuiTableRowCell>
              <EuiTableRowCell>{ACTIONS[action]}</EuiTableRowCell>
            </EuiTableRow>
          ))}
        </EuiTableBody>
      </EuiTable>
    </>
  );
}
