import type { ConnectorDraft, ConnectorType, FormField, FormValue, StoredConnector } from 'case-connectors';

export function newDraft(type: ConnectorType): ConnectorDraft {
  return { type: type.id, name: '', config: {}, secrets: {} };
}

/** The form of a stored connector. Its secret is not there: an empty one keeps it. */
export function draftOf({ id, type, name, config, mappings }: StoredConnector): ConnectorDraft {
  return { id, type, name, config, secrets: {}, mappings: mappings ?? null };
}

type Tree = { [key: string]: unknown };

/** The value at a field's path, or its default. */
export function valueAt(draft: ConnectorDraft, field: FormField): FormValue {
  let value: unknown = draft;
  for (const key of field.path.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Tree)[key] : undefined;
  }
  return (value ?? field.default) as FormValue;
}

/** The draft with another value at a field's path. */
export function withValue(draft: ConnectorDraft, field: FormField, value: FormValue): ConnectorDraft {
  const set = (tree: Tree, [key, ...rest]: string[]): Tree => {
    if (key === undefined) return tree;
    return { ...tree, [key]: rest.length === 0 ? value : set((tree[key] ?? {}) as Tree, rest) };
  };
  return set(draft as unknown as Tree, field.path.split('.')) as unknown as ConnectorDraft;
}
