// The per-case fields of a case, by the paths of live fields. Additional fields lie as JSON text in one of them.
import { checked } from './arguments.js';
import { CaseConnectorsError } from './error.js';

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a text says, where that is an object. */
function objectOf(text) {
  try {
    const read = JSON.parse(text);
    return isObject(read) ? read : null;
  } catch {
    return null;
  }
}

/** The members of the text of an object, each as it was typed: a number of JavaScript may be another one. */
function membersOf(text) {
  const members = new Map();
  let [depth, quote, name, from] = [0, null, null, 0];
  // Sign by sign: an expression for a whole string runs out of stack in a long one.
  for (const { 0: sign, index } of text.matchAll(/\\.|["{}[\],]/g)) {
    if (sign === '"' && quote === null) {
      quote = index;
    } else if (sign === '"') {
      if (depth === 1 && name === null) {
        name = JSON.parse(text.slice(quote, index + 1));
        from = text.indexOf(':', index) + 1;
      }
      quote = null;
    } else if (quote === null) {
      if (sign === '}' || sign === ']') depth -= 1;
      if (name !== null && (depth === 0 || (depth === 1 && sign === ','))) {
        members.set(name, text.slice(from, index).trim());
        name = null;
      }
      if (sign === '{' || sign === '[') depth += 1;
    }
  }
  return members;
}

/** The additional fields under a key, as JSON text by name. What is no object is not thrown away: somebody is at work on it. */
function additional(values, key) {
  const value = values[key] ?? '';
  if (isObject(value)) return new Map(Object.entries(value).map(([name, member]) => [name, asJson(member)]));
  if (typeof value === 'string' && value.trim() === '') return new Map();
  if (typeof value === 'string' && objectOf(value)) return membersOf(value);
  const remedy = 'Correct or empty the additional fields, and set the value then.';
  const error = new CaseConnectorsError(
    'OPTIONS_INVALID',
    `\`values.${key}\` must be the text of a JSON object.`,
    remedy,
  );
  throw Object.assign(error, { field: `values.${key}` });
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
    if (name === undefined) return values[key] ?? null;
    const within = typeof values[key] === 'string' ? objectOf(values[key]) : values[key];
    return isObject(within) && Object.hasOwn(within, name) ? (within[name] ?? null) : null;
  },

  withFieldValue(values, path, value) {
    const [key, name] = split(path);
    if (name === undefined) return { ...values, [key]: value ?? null };
    const members = additional(values, key);
    members.delete(name);
    const json = asJson(value ?? undefined);
    const all = [...members, [name, json]].filter(([, member]) => member !== undefined);
    const texts = all.map(([own, member]) => `${JSON.stringify(own)}:${member}`);
    return { ...values, [key]: texts.length === 0 ? null : `{${texts.join(',')}}` };
  },
});
