import type { CaseInput, StoredConnector } from 'case-connectors';
import type { Engine } from '../../core/engine';
import { toDetails, type ShownError } from '../../shared/error';

/**
 * Why a case's fields cannot be used. Additional fields that the push sets itself would be left out of it, while whoever
 * typed them thinks that they arrive: they are refused where they are typed.
 */
export function refusedFields(
  api: Pick<Engine['api'], 'mapCase' | 'connectorTypes'>,
  input: CaseInput,
  connector: StoredConnector,
): ShownError | null {
  try {
    const { warnings } = api.mapCase(input, connector);
    const ignored = warnings.filter(({ code }) => code === 'EXTRA_FIELD_IGNORED').map(({ field }) => field);
    if (ignored.length === 0) return null;
    const specs = api.connectorTypes().find(({ id }) => id === connector.type)?.caseFields ?? [];
    const key = specs.find(({ kind }) => kind === 'json')?.key;
    return {
      code: 'EXTRA_FIELD_IGNORED',
      message: `The push sets ${ignored.join(', ')} itself.`,
      remedy: 'Take it out here, and change the case or the field mappings in place of it.',
      field: key === undefined ? null : `connector.fields.${key}`,
      status: null,
      remote: null,
    };
  } catch (error) {
    return toDetails(error);
  }
}
