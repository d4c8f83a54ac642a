// Connectors, and what a person types of them. What differs from system to system stands in systems.d.ts.
import type { Connector, ConnectorTypeId } from './systems.js';

/** What a text field holds. White space around it is trimmed. */
export type FormText = string | number | null | undefined;
export type FormFlag = boolean | null | undefined;

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

/** A connector that can be used. It never holds the secret that it logs in with. */
export interface ConnectorOf<Type extends ConnectorTypeId, Config> {
  id: string;
  type: Type;
  name: string;
  config: Config;
  /** For `new Push` alone: the key by which those who have it recognise what each other has pushed. What is stored has none. */
  secrets?: { recognitionKey?: string | undefined } | undefined;
  mappings?: FieldMapping[] | null | undefined;
}

/** A connector as `CaseConnectors` stores it. */
export type StoredConnector = Connector & {
  schemaVersion: number;
  /** Whether the secret must be entered before a push. A locked vault has it. */
  isMissingSecrets: boolean;
  /** What its system has said of how it is deployed, where the URL does not show it; nothing where it was not asked. */
  deployment?: 'cloud' | 'dataCenter' | null | undefined;
};

export interface FieldMapping {
  source: 'title' | 'description' | 'comments' | 'tags';
  /** The remote field, or `not_mapped`. */
  target: string;
  /** What an update does. `append` adds at the end, unless it already stands there. */
  action: 'overwrite' | 'append' | 'nothing';
}
