// The names of the options of each call. One that nobody knows is an error: a misspelt one would have no effect, silently.
import { checkOption } from './arguments.js';
import { CaseConnectorsError } from './error.js';

const VALIDATE = ['existing', 'otherNames', 'license'];
const PLAN = ['journal', 'now', 'license', 'caseUrl', 'linkBack', 'openedBy', 'fields'];
const CHOICES = ['ifEdited', 'ifGone', 'ifClosed', 'ifForeign', 'ifUnverified', 'ifUnmarked', 'ifRare'];
const BULK = ['connectorId', 'signal', 'timeoutMs', 'pushedBy', 'onProgress', 'ifBusy', ...CHOICES];
const SETTLE = { settle: ['kind', 'externalId'] };

/** By call: its options; an object names those of an option that has options of its own. */
export const OPTIONS = {
  connectorTypes: ['license'],
  validateConnector: VALIDATE,
  validateField: VALIDATE,
  visibleProblems: ['touched', 'submitted'],
  planPush: PLAN,
  pushStatus: ['journal'],
  send: ['timeoutMs', 'signal'],
  'new Push': [...PLAN, ...CHOICES, 'closure', 'pushedBy', 'jitter'],
  settle: SETTLE.settle,
  open: [
    'name',
    'namespace',
    'store',
    'locks',
    'license',
    'caseUrl',
    'linkBack',
    'openedBy',
    'concurrency',
    'onExchange',
    { transport: ['kind', 'url', 'holdsSecrets'], delegate: ['kind', 'url', 'space', 'send'], clock: ['now', 'sleep'] },
  ],
  importConnectors: ['replace'],
  testConnector: ['signal', 'timeoutMs', 'onProgress'],
  connectorFields: ['issueType', 'incidentId', 'refresh', 'signal', 'timeoutMs'],
  searchChoices: ['signal', 'timeoutMs'],
  saveSettings: ['defaultConnectorId', 'closure'],
  saveCaseChoice: ['connectorId', 'fields'],
  setVault: ['level', 'passphrase', 'autoLockMs'],
  plan: ['connectorId', ...CHOICES],
  status: ['connectorId'],
  push: [...BULK, SETTLE],
  pull: ['connectorId', 'signal', 'timeoutMs'],
  apply: ['save'],
  pullAll: ['connectorId', 'signal', 'timeoutMs', 'onResult'],
  enqueue: ['connectorId', 'pushedBy'],
  pushAll: [...BULK, 'onResult'],
  resume: [...BULK, SETTLE],
  resumeAll: [...BULK, 'onResult', 'only'],
  plugin: ['pushBy', 'open', 'source'],
  createGateway: [
    'targets',
    'prefix',
    'origins',
    'authorize',
    'resolve',
    'allowPrivate',
    'timeoutMs',
    'maxRequestBytes',
    'maxResponseBytes',
    'fetch',
    'log',
  ],
  'a target of createGateway': ['baseUrl', 'connectorId', 'authorization'],
  serve: ['port', 'host'],
};

/**
 * Answers the options of a call, none as an empty object: those that were given, inherited or not, without what is left out, `null` too.
 * Throws where one is not known.
 */
export function known(call, options) {
  return check(call, OPTIONS[call], options, '');
}

function check(call, list, options, path) {
  if (options === undefined || options === null) return {};
  if (typeof options !== 'object' || Array.isArray(options)) {
    const what = path === '' ? `The options of ${call}` : `\`${path.slice(0, -1)}\` of ${call}`;
    throw new CaseConnectorsError(
      'OPTIONS_INVALID',
      `${what} must be an object.`,
      'Pass an object, such as `{ name: value }`.',
    );
  }
  const nested = list.find((entry) => typeof entry === 'object') ?? {};
  const names = [...list.filter((entry) => typeof entry === 'string'), ...Object.keys(nested)];
  const other = Object.keys(options).find((name) => !names.includes(name));
  if (other !== undefined) throw unknown(call, path + other, nearest(other, names), names);
  const given = {};
  // By the names that are known: an option may be inherited.
  for (const name of names) {
    const value = options[name];
    if (value === undefined || value === null) continue;
    checkOption(path + name, name, value);
    given[name] = nested[name] === undefined ? value : check(call, nested[name], value, `${path}${name}.`);
  }
  // What hears of progress, and a clock, are called with what they came with: they may need what else it has.
  if (given.onProgress) given.onProgress = given.onProgress.bind(options);
  if (given.clock) given.clock = options.clock;
  return given;
}

function unknown(call, field, meant, names) {
  const error = new CaseConnectorsError(
    'OPTION_UNKNOWN',
    `${call} has no option "${field}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    `Correct its name, or leave it out. Known are: ${names.join(', ')}.`,
  );
  return Object.assign(error, { field });
}

/** The name that differs in the fewest letters, unless it is another word. */
function nearest(name, names) {
  const ranked = names.map((it) => [distance(name.toLowerCase(), it.toLowerCase()), it]).sort(([a], [b]) => a - b);
  const [[letters, found]] = ranked;
  return letters <= Math.max(2, found.length / 4) ? found : undefined;
}

/** How many letters must be put in, taken out or changed to get from one word to the other (Levenshtein). */
function distance(from, to) {
  let row = [...Array(to.length + 1).keys()];
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, changed));
    }
    row = next;
  }
  return row[to.length];
}
