// Drafts of connectors, for whoever draws a form. Nothing here needs the engine.
import { checkArguments } from './arguments.js';
import { CaseConnectorsError } from './error.js';
import { known } from './options.js';

const own = (tree, key) =>
  typeof tree === 'object' && tree !== null && Object.hasOwn(tree, key) ? tree[key] : undefined;

export function getValue(draft, path) {
  checkArguments('getValue', [draft, path]);
  const value = String(path).split('.').reduce(own, draft);
  return typeof value === 'object' && value !== null ? undefined : value;
}

export function setValue(draft, path, value) {
  checkArguments('setValue', [draft, path, value]);
  const set = (tree, [key, ...rest]) => ({ ...tree, [key]: rest.length === 0 ? value : set(treeAt(tree, key), rest) });
  return set(draft, keysOf(path));
}

export function emptyDraft(type) {
  checkArguments('emptyDraft', [type]);
  const { id, fields, advanced } = type;
  return [...fields, ...advanced].reduce((draft, field) => setValue(draft, field.path, field.default ?? ''), {
    type: id,
    name: '',
    config: {},
    secrets: {},
  });
}

export function visibleProblems(problems, options) {
  checkArguments('visibleProblems', [problems, options]);
  const { touched = [], submitted = false } = known('visibleProblems', options);
  const left = new Set(touched);
  return problems.filter(
    ({ field, code, severity }) => submitted || severity === 'warning' || code === 'SECRET_AGAIN' || left.has(field),
  );
}

/** What is no section becomes one: a value cannot hold another. */
function treeAt(tree, key) {
  const value = own(tree, key);
  return typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** The keys of a path. A draft whose keys are those of every object would come to grief where somebody copies it. */
function keysOf(path) {
  const keys = String(path).split('.');
  if (keys.every((key) => key !== '' && !(key in Object.prototype))) return keys;
  const error = new CaseConnectorsError(
    'OPTIONS_INVALID',
    `No form has a field "${path}".`,
    'Use the `path` of a field, such as `config.apiUrl`.',
  );
  throw Object.assign(error, { field: 'path' });
}
