// Forms on their way into the engine, and problems on their way out, each as one text. To cross for each member of each object
// takes three times as long as all that is done with them.
//
// A text is `3:abc`, by its length in UTF-16 units; a flag is `+` or `~`, a section `{` its keys and values `}`, a list `[` its items `]`,
// nothing `-`, and what no form can hold `?`. src/wasm/draft.rs reads it.

/** A form has one section within its config; an object that holds itself must not go round for ever. */
const DEEPEST = 2;

const ZERO = '0'.charCodeAt(0);

/** A getter may throw, and what should be an object may be none. */
function member(object, key) {
  if (object === undefined || object === null) return undefined;
  try {
    return Reflect.get(object, key);
  } catch {
    return undefined;
  }
}

const isObject = (value) => typeof value === 'object' && value !== null;
const whole = (text) => `${text.length}:${text}`;
const flag = (on) => (on ? '+' : '~');
const textOr = (value, other) => (typeof value === 'string' ? whole(value) : other);
const text = (value) => textOr(value, '-');

/** Not `instanceof`: an object of another realm, or without a prototype, is one as well. */
function entries(object, written) {
  let out = '{';
  for (const key of Object.keys(object)) out += whole(key) + written(member(object, key));
  return `${out}}`;
}

/** A list has the length that it has at first. */
function items(list, written) {
  if (!Array.isArray(list)) return '-';
  let out = '[';
  for (let at = 0, length = list.length >>> 0; at < length; at += 1) out += written(list[at]);
  return `${out}]`;
}

function value(given, depth) {
  if (given === undefined || given === null) return '-';
  if (typeof given === 'boolean') return flag(given);
  if (typeof given === 'number' && Number.isSafeInteger(given)) return whole(String(given));
  if (!isObject(given) || Array.isArray(given) || depth > DEEPEST) return textOr(given, '?');
  return entries(given, (it) => value(it, depth + 1));
}

function mapping(given) {
  const source = text(member(given, 'source'));
  const action = member(given, 'action');
  const named = typeof action === 'string' ? action : member(given, 'action_type');
  return source + text(named) + text(member(given, 'target'));
}

/** Secrets come last: what is copied while a text grows in the engine's memory is what stands before the first letter beyond ASCII. */
export function draftText(given) {
  if (!isObject(given)) return '?';
  const mappings = member(given, 'mappings');
  const config = value(member(given, 'config'), 0);
  const words = text(member(given, 'id')) + text(member(given, 'type')) + text(member(given, 'name'));
  const secrets = secretsText(member(given, 'secrets'));
  const mapped = items(mappings, mapping);
  return `{${words}${config}${mapped}${flag(member(given, 'isMissingSecrets'))}${secrets}}`;
}

export const secretsText = (given) => (isObject(given) ? entries(given, text) : '-');

/** Of what is none the engine says so. */
export const licenseText = (given) => textOr(given, given === undefined || given === null ? '-' : '?');

/** A draft with the options of its validation before it. */
export function formText(draft, options) {
  const last = draftText(draft);
  if (last === '?' || !isObject(options)) return `-${last}`;
  const existing = member(options, 'existing');
  const names = member(options, 'otherNames');
  const stored = isObject(existing) ? draftText(existing) : '-';
  const others = items(names, text);
  const license = licenseText(member(options, 'license'));
  return `+${license}${text(member(existing, 'deployment'))}${others}${stored}${last}`;
}

/** Of the parts each has its length and a colon before it, read digit by digit: that takes half as long as to search. What is empty is nothing. */
export function problemsOf(given) {
  let at = 0;
  function part() {
    let length = 0;
    for (let digit = 0; digit < 10; at += 1) {
      length = length * 10 + digit;
      digit = given.charCodeAt(at) - ZERO;
    }
    const from = at;
    at += length;
    return given.slice(from, at);
  }
  const problems = [];
  while (at < given.length) {
    problems.push({
      field: part() || null,
      code: part(),
      severity: part(),
      message: part(),
      suggestion: part() || null,
    });
  }
  return problems;
}

/** How a URL spells a host: the platform's own knows the tables of the standard. */
export function spellHost(host) {
  try {
    return new URL(`https://${host}/`).hostname;
  } catch {
    return undefined;
  }
}
