// Connectors, and what a person types of them. A test compares the fields with the forms that the engine answers.

/** What a text field holds. White space around it is trimmed. */
export type FormText = string | number | null | undefined;
export type FormFlag = boolean | null | undefined;

export type ConnectorTypeId = '.servicenow' | '.jira' | '.resilient';

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
}

export interface ServiceNowSecrets {
  password?: string | null | undefined;
}

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
  defaultIssueType?: FormText;
}

export interface JiraSecrets {
  apiToken?: string | null | undefined;
}

/** The fields of IBM Resilient whose `path` begins with `config.`. */
export interface ResilientConfig {
  apiUrl?: FormText;
  orgId?: FormText;
  apiKeyId?: FormText;
  advanced?: ResilientAdvanced | null | undefined;
}

export interface ResilientAdvanced {
  textFormat?: 'auto' | 'plain' | 'raw' | '' | null | undefined;
}

export interface ResilientSecrets {
  apiKeySecret?: string | null | undefined;
}

/** The secrets of a connector, by the keys of their fields. */
export type ConnectorSecrets = ServiceNowSecrets | JiraSecrets | ResilientSecrets;

/** What a person has typed so far. */
export interface DraftOf<Type extends ConnectorTypeId, Config, Secrets> {
  /** Only for a stored connector. */
  id?: string | null | undefined;
  type: Type;
  name?: string | null | undefined;
  /** The fields whose `path` begins with `config.`; those of the advanced part lie in `advanced`. */
  config?: Config | undefined;
  /** Empty ones keep what is stored. */
  secrets?: Secrets | undefined;
  /** The defaults of the type where there are none. */
  mappings?: FieldMapping[] | null | undefined;
}

export type ServiceNowDraft = DraftOf<'.servicenow', ServiceNowConfig, ServiceNowSecrets>;
export type JiraDraft = DraftOf<'.jira', JiraConfig, JiraSecrets>;
export type ResilientDraft = DraftOf<'.resilient', ResilientConfig, ResilientSecrets>;
export type ConnectorDraft = ServiceNowDraft | JiraDraft | ResilientDraft;

/** A connector that can be used. It never holds a secret. */
export interface ConnectorOf<Type extends ConnectorTypeId, Config> {
  id: string;
  type: Type;
  name: string;
  config: Config;
  mappings?: FieldMapping[] | null | undefined;
}

export type ServiceNowConnector = ConnectorOf<'.servicenow', ServiceNowConfig>;
export type JiraConnector = ConnectorOf<'.jira', JiraConfig>;
export type ResilientConnector = ConnectorOf<'.resilient', ResilientConfig>;
export type Connector = ServiceNowConnector | JiraConnector | ResilientConnector;

/** A connector as `CaseConnectors` stores it. */
export type StoredConnector = Connector & {
  schemaVersion: number;
  /** Whether the secret must be entered before a push. A locked vault has it. */
  isMissingSecrets: boolean;
};

export interface FieldMapping {
  source: 'title' | 'description' | 'comments' | 'tags';
  /** The remote field, or `not_mapped`. */
  target: string;
  /** What an update does. `append` adds at the end, unless it already stands there. */
  action: 'overwrite' | 'append' | 'nothing';
}
