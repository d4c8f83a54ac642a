import type { ConnectorDraft, ConnectorType, License, Problem, ValidateOptions } from './types.js';

export * from './drafts.js';
export type * from './types.js';

/** The version of the package. */
export function version(): string;

/** Every connector type with its form as data. A host that passes no licence is not limited. */
export function connectorTypes(options?: { license?: License | null | undefined }): ConnectorType[];

/** Every problem of a draft at once; none means that it can be saved. */
export function validateConnector(draft: ConnectorDraft, options?: ValidateOptions): Problem[];

/** The problems of one field, named by its `path`, such as `config.apiUrl`. */
export function validateField(draft: ConnectorDraft, field: string, options?: ValidateOptions): Problem[];
