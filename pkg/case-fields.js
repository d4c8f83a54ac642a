// The per-case fields of a case, by the paths of live fields. Additional fields lie as JSON text in one of them.
import { checked } from './arguments.js';
import { CaseConnectorsError } from './error.js';

/** The additional fields under this key; none where they are no object. */
function within(values, key) {
  const value = values[key];
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? value : {};
  try {
    const read = JSON.parse(value);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : {};
  } catch {
    return {};
  }
}

const split = (path) => {
  const at = path.indexOf('.');
  return at < 0 ? [path] : [path.slice(0, at), path.slice(at + 1)];
};

/** What a value is stored as, within the additional fields. */
function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch {
    const remedy = 'Pass values that JSON can hold.';
    const error = new CaseConnectorsError('OPTIONS_INVALID', 'The value cannot be written as JSON.', remedy);
    throw Object.assign(error, { field: 'value' });
  }
}

export const { fieldValue, withFieldValue } = checked({
  fieldValue(values, path) {
    const [key, name] = split(path);
    return (name === undefined ? values[key] : within(values, key)[name]) ?? null;
  },

  withFieldValue(values, path, value) {
    const [key, name] = split(path);
    if (name === undefined) return { ...values, [key]: value ?? null };
    // An own member, also by a name that objects have.
    const rest = Object.entries(within(values, key)).filter(([other]) => other !== name);
    const own = value === undefined || value === null ? rest : [...rest, [name, value]];
    return { ...values, [key]: own.length === 0 ? null : asJson(Object.fromEntries(own)) };
  },
});
