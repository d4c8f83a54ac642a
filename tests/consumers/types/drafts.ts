// Drafts and connectors: the fields of each type, and nothing else.
import {
  authorize,
  emptyDraft,
  getValue,
  mapCase,
  setValue,
  validateConnector,
  validateField,
  visibleProblems,
  type BuiltRequest,
  type CaseConnectors,
  type Connector,
  type ConnectorDraft,
  type ConnectorType,
  type FormValue,
  type Problem,
  type StoredConnector,
} from 'case-connectors';
import * as forms from 'case-connectors/forms';

declare const host: CaseConnectors;
declare const type: ConnectorType;
declare const stored: StoredConnector;
declare const request: BuiltRequest;

export const drafts: ConnectorDraft[] = [
  { type: '.jira' },
  {
    type: '.jira',
    name: 'SOC',
    config: { apiUrl: 'https://jira.example', projectKey: 'SOC', email: 'bot' },
    secrets: { apiToken: 't' },
  },
  { type: '.jira', config: { advanced: { deployment: 'cloud', apiVersion: '3', defaultIssueType: 10001 } } },
  { type: '.servicenow', config: { username: 'bot', advanced: { usesTableApi: false, commentsTarget: 'work_notes' } } },
  {
    type: '.servicenow-sir',
    name: 'SecOps',
    config: { apiUrl: 'https://sn.example', username: 'bot', advanced: { usesTableApi: false, textFormat: 'code' } },
    secrets: { password: 'p' },
  },
  { type: '.resilient', config: { orgId: 201, apiKeyId: undefined }, secrets: { apiKeySecret: '' } },
  { ...stored, secrets: {} },
  emptyDraft(type),
  forms.emptyDraft(type),
  setValue(emptyDraft(type), 'config.apiUrl', 'https://jira.example'),
];
export const value: FormValue = getValue({ type: '.jira' }, 'config.advanced.auth');
export const shown: Problem[] = visibleProblems([], { touched: new Set(['name']), submitted: false });
export const problems: Problem[] = validateConnector(
  { type: '.jira' },
  { existing: stored, otherNames: ['a'], license: 'none' },
);
export const url: unknown = stored.type === '.jira' && stored.config.projectKey;

// @ts-expect-error The ids begin with a dot.
void host.saveConnector({ type: 'jira' });
// @ts-expect-error
void host.saveConnector({ type: '.jira ' });
// @ts-expect-error
void host.saveConnector({ type: '.jira', config: { apiUlr: 'https://jira.example' } });
// @ts-expect-error
void host.saveConnector({ type: '.jira', config: { apiUrl: 'https://jira.example', projectkey: 'SOC', email: 'bot' } });
// @ts-expect-error
void host.saveConnector({ type: '.servicenow', config: { apiUrl: 'https://sn.example', userName: 'bot' } });
// @ts-expect-error
void host.saveConnector({ type: '.servicenow-sir', config: { advanced: { commentsTarget: 'public' } } });
// @ts-expect-error
void host.saveConnector({ type: '.servicenow-sir', secrets: { apiToken: 't' } });
// @ts-expect-error
void host.saveConnector({ type: '.resilient', config: { apiUrl: 'https://soar.example', orgID: '201' } });
// @ts-expect-error The fields of another type.
void host.saveConnector({ type: '.servicenow', config: { projectKey: 'SOC' } });
// @ts-expect-error
void host.saveConnector({ type: '.jira', config: { advanced: { deploymnet: 'cloud' } } });
// @ts-expect-error
void host.saveConnector({ type: '.jira', config: { advanced: { deployment: 'server' } } });
// @ts-expect-error Advanced fields lie in `advanced`.
void host.saveConnector({ type: '.jira', config: { deployment: 'cloud' } });
// @ts-expect-error
void host.saveConnector({ type: '.jira', secrets: { password: 'p' } });
// @ts-expect-error
void host.saveConnector({ type: '.servicenow', secrets: { pasword: 'p' } });
// @ts-expect-error
void host.saveConnector({ type: '.jira', confg: {} });
// @ts-expect-error
void host.testConnector({ type: 'jira' });
// @ts-expect-error
void host.setSecrets('id', { apitoken: 't' });
// @ts-expect-error
validateConnector({ type: 'servicenow' });
// @ts-expect-error
validateField({ type: '.jira', config: { apiUlr: 'x' } }, 'config.apiUrl');
// @ts-expect-error
forms.validateConnector({ type: '.jira', config: { apiUlr: 'x' } });
// @ts-expect-error
validateConnector({ type: '.jira' }, { othernames: [] });
// @ts-expect-error
validateField({ type: '.jira' }, 'name', { existng: null });
// @ts-expect-error
mapCase('{}', { id: 'a', type: '.jira', name: 'A', config: { apiUlr: 'https://jira.example' } });
// @ts-expect-error
authorize(request, stored, { apiTokn: 't' });
// @ts-expect-error
setValue({ type: '.jira' }, 'name', new Date());
// @ts-expect-error
visibleProblems([], { toched: [] });
export const connector: Connector = {
  id: 'a',
  type: '.resilient',
  name: 'A',
  // @ts-expect-error
  config: { apiUrl: 'https://soar.example', orgid: '201' },
};
