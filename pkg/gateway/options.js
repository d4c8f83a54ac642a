// Errors in the options: the gateway does not start with them.
import { CaseConnectorsError } from '../error.js';

export const optionsError = (message, remedy) => new CaseConnectorsError('GATEWAY_OPTIONS', message, remedy);

/** A whole number above zero, or the default. */
export function positive(options, name, usual, most = Number.MAX_SAFE_INTEGER) {
  const value = options[name] ?? usual;
  if (Number.isInteger(value) && value > 0 && value <= most) return value;
  throw optionsError(
    `\`${name}\` is not a whole number from 1 to ${most}.`,
    `Give a number, or leave it out for ${usual}.`,
  );
}

/** The path in front of every target, without a slash at its end. */
export function prefixOf({ prefix = '' }) {
  const text = prefix.replace(/\/$/, '');
  if (/^(\/[\w.~-]+)*$/.test(text)) return text;
  throw optionsError(`The prefix \`${prefix}\` is no plain path.`, 'Write it like `/relay`.');
}
