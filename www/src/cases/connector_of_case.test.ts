// @vitest-environment happy-dom
import type { ConnectorType, Settings, StoredConnector } from 'case-connectors';
import { beforeEach, expect, test } from 'vitest';
import { CONNECTOR, smallCase } from '../../test/samples';
import { viewOf } from './case_view';
import { connectorOf } from './connector_of_case';

const OTHER: StoredConnector = { ...CONNECTOR, id: 'other', name: 'Another Jira' };
const settings = (defaultConnectorId: string | null) => ({ defaultConnectorId, closure: 'close-by-user' }) as Settings;
const TYPES = [{ id: '.jira' }, { id: '.servicenow-sir' }] as ConnectorType[];
const viewWith = (id: string, type = '.jira') =>
  viewOf(smallCase({ connector: { id, name: 'N', type, fields: null } }));

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', '/');
});

test('is the one that the case names, else the default one, else none', () => {
  const both = [CONNECTOR, OTHER];
  expect(connectorOf(viewWith('other'), both, settings('jira'), TYPES)).toBe(OTHER);
  expect(connectorOf(viewWith('none'), both, settings('jira'), TYPES)).toBe(CONNECTOR);
  expect(connectorOf(viewWith('deleted'), both, settings('gone'), TYPES)).toBeNull();
});

test('is Kibana’s own where Kibana pushes', () => {
  history.replaceState(null, '', '/?pushBy=kibana');
  expect(connectorOf(viewWith('its-own'), [CONNECTOR], settings('jira'), TYPES)).toMatchObject({
    id: 'its-own',
    name: 'N',
  });
  const secops = connectorOf(viewWith('its-own', '.servicenow-sir'), [CONNECTOR], settings('jira'), TYPES);
  expect(secops).toMatchObject({ id: 'its-own', type: '.servicenow-sir' });
  expect(connectorOf(viewWith('mail', '.email'), [CONNECTOR], settings('jira'), TYPES)).toBeNull();
});
