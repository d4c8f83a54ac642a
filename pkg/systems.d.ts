// Written from the forms of the engine. `cargo test --test engine generated::` says how to bring it up to date.
import type { ConnectorOf, DraftOf, FormFlag, FormText } from './connector-types.js';

export type ConnectorTypeId = '.servicenow' | '.servicenow-sir' | '.jira' | '.resilient';

/** The fields of ServiceNow whose `path` begins with `config.`. */
export interface ServiceNowConfig {
  apiUrl?: FormText;
  username?: FormText;
  advanced?: ServiceNowAdvanced | null | undefined;
}

export interface ServiceNowAdvanced {
  usesTableApi?: FormFlag;
  commentsTarget?: 'comments' | 'work_notes' | '' | null | undefined;
  textFormat?: 'auto' | 'code' | 'raw' | '' | null | undefined;
  place?: FormText;
  colleagues?: FormText;
  statusOpen?: FormText;
  statusInProgress?: FormText;
  statusClosed?: FormText;
  closingFields?: FormText;
  severityLow?: FormText;
  severityMedium?: FormText;
  severityHigh?: FormText;
  severityCritical?: FormText;
}

export interface ServiceNowSecrets {
  password?: string | null | undefined;
  recognitionKey?: string | null | undefined;
}

export type ServiceNowDraft = DraftOf<'.servicenow', ServiceNowConfig, ServiceNowSecrets>;
export type ServiceNowConnector = ConnectorOf<'.servicenow', ServiceNowConfig>;

/** The fields of ServiceNow SecOps whose `path` begins with `config.`. */
export interface ServiceNowSecOpsConfig {
  apiUrl?: FormText;
  username?: FormText;
  advanced?: ServiceNowSecOpsAdvanced | null | undefined;
}

export interface ServiceNowSecOpsAdvanced {
  usesTableApi?: FormFlag;
  commentsTarget?: 'work_notes' | 'comments' | '' | null | undefined;
  textFormat?: 'auto' | 'code' | 'raw' | '' | null | undefined;
  place?: FormText;
  colleagues?: FormText;
  statusOpen?: FormText;
  statusInProgress?: FormText;
  statusClosed?: FormText;
  closingFields?: FormText;
  severityLow?: FormText;
  severityMedium?: FormText;
  severityHigh?: FormText;
  severityCritical?: FormText;
}

export interface ServiceNowSecOpsSecrets {
  password?: string | null | undefined;
  recognitionKey?: string | null | undefined;
}

export type ServiceNowSecOpsDraft = DraftOf<'.servicenow-sir', ServiceNowSecOpsConfig, ServiceNowSecOpsSecrets>;
export type ServiceNowSecOpsConnector = ConnectorOf<'.servicenow-sir', ServiceNowSecOpsConfig>;

/** The fields of Jira whose `path` begins with `config.`. */
export interface JiraConfig {
  apiUrl?: FormText;
  projectKey?: FormText;
  email?: FormText;
  advanced?: JiraAdvanced | null | undefined;
}

export interface JiraAdvanced {
  deployment?: 'auto' | 'cloud' | 'dataCenter' | '' | null | undefined;
  auth?: 'basic' | 'bearer' | '' | null | undefined;
  apiVersion?: '2' | '3' | 2 | 3 | '' | null | undefined;
  commentsTarget?: 'internal' | 'public' | '' | null | undefined;
  textFormat?: 'auto' | 'plain' | 'raw' | '' | null | undefined;
  characters?: 'all' | 'basic' | '' | null | undefined;
  defaultIssueType?: FormText;
  place?: FormText;
  colleagues?: FormText;
  statusOpen?: FormText;
  statusInProgress?: FormText;
  statusClosed?: FormText;
  closingFields?: FormText;
  severityLow?: FormText;
  severityMedium?: FormText;
  severityHigh?: FormText;
  severityCritical?: FormText;
}

export interface JiraSecrets {
  apiToken?: string | null | undefined;
  recognitionKey?: string | null | undefined;
}

export type JiraDraft = DraftOf<'.jira', JiraConfig, JiraSecrets>;
export type JiraConnector = ConnectorOf<'.jira', JiraConfig>;

/** The fields of IBM Resilient whose `path` begins with `config.`. */
export interface ResilientConfig {
  apiUrl?: FormText;
  orgId?: FormText;
  apiKeyId?: FormText;
  advanced?: ResilientAdvanced | null | undefined;
}

export interface ResilientAdvanced {
  textFormat?: 'auto' | 'plain' | 'raw' | '' | null | undefined;
  place?: FormText;
  colleagues?: FormText;
  statusOpen?: FormText;
  statusInProgress?: FormText;
  statusClosed?: FormText;
  closingFields?: FormText;
  severityLow?: FormText;
  severityMedium?: FormText;
  severityHigh?: FormText;
  severityCritical?: FormText;
}

export interface ResilientSecrets {
  apiKeySecret?: string | null | undefined;
  recognitionKey?: string | null | undefined;
}

export type ResilientDraft = DraftOf<'.resilient', ResilientConfig, ResilientSecrets>;
export type ResilientConnector = ConnectorOf<'.resilient', ResilientConfig>;

/** The secrets of a connector, by the keys of their fields. */
export type ConnectorSecrets = ServiceNowSecrets | ServiceNowSecOpsSecrets | JiraSecrets | ResilientSecrets;
export type ConnectorDraft = ServiceNowDraft | ServiceNowSecOpsDraft | JiraDraft | ResilientDraft;
export type Connector = ServiceNowConnector | ServiceNowSecOpsConnector | JiraConnector | ResilientConnector;
