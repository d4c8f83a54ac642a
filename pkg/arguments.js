// What each public function takes: the types of its arguments and of its options. The engine reads memory by what it is given, so that
// a value of another type must not come there.
import { CaseConnectorsError } from './error.js';
import { tagOf, toBytes } from './input.js';

const isBytes = (value) => ArrayBuffer.isView(value) || tagOf(value) === 'ArrayBuffer';
// Each byte would be a member, which takes a second for a file.
const isThing = (value) => typeof value === 'object' && value !== null && !isBytes(value);
const isObject = (value) => isThing(value) && !Array.isArray(value);
/** Whether it is a list of such values. `every` would pass over the holes of a list that has some. */
const isListOf = (fits) => (value) => Array.isArray(value) && Array.from(value).every(fits);
const isText = (value) => typeof value === 'string';
const isField = (value) => isObject(value) && isText(value.path);

const TYPES = {
  text: [isText, 'text'],
  // A control character divides the keys under which things are kept.
  id: [
    (value) =>
      typeof value === 'string' && value !== '' && [...value].every((char) => char > '\x1f' && char !== '\x7f'),
    'an id without control characters',
  ],
  // An address would be taken for a relative path.
  directory: [
    (value) => isText(value) && value !== '' && !value.startsWith('file:'),
    'the path of a directory, as text; of a URL take fileURLToPath(url)',
  ],
  number: [(value) => typeof value === 'number' && Number.isFinite(value), 'a number'],
  flag: [(value) => typeof value === 'boolean', 'true or false'],
  function: [(value) => typeof value === 'function', 'a function'],
  object: [isObject, 'an object'],
  // Whatever is none of a form's is said by validation.
  draft: [isThing, 'an object'],
  list: [Array.isArray, 'a list'],
  ids: [(value) => isListOf(TYPES.id[0])(value), 'a list of ids'],
  objects: [isListOf(isObject), 'a list of objects'],
  cases: [(value) => isListOf(TYPES.case[0])(value), 'a list of cases'],
  'connector-type': [(value) => [value?.fields, value?.advanced].every(isListOf(isField)), 'a connector type'],
  pushes: [isListOf((it) => [it?.caseId, it?.connectorId].every(isText)), 'a list of {caseId, connectorId}'],
  several: [(value) => typeof value?.[Symbol.iterator] === 'function', 'a list'],
  case: [(value) => typeof value === 'string' || isBytes(value) || isObject(value), 'bytes, text or an object'],
  signal: [(value) => isObject(value) && typeof value.addEventListener === 'function', 'an AbortSignal'],
  pusher: [(value) => ['browser', 'kibana'].includes(value), '"browser" or "kibana"'],
  body: [(value) => isText(value) || isBytes(value), 'bytes or text'],
  anything: [() => true, ''],
};

/** By function: its arguments in order. A name that ends with `?` may be left out. */
const ARGUMENTS = {
  fileStore: ['directory directory'],
  connectorTypes: ['options? object'],
  validateConnector: ['draft draft', 'options? object'],
  validateField: ['draft draft', 'field text', 'options? object'],
  emptyDraft: ['type connector-type'],
  getValue: ['draft draft', 'path text'],
  setValue: ['draft draft', 'path text', 'value? anything'],
  visibleProblems: ['problems objects', 'options? object'],
  readCase: ['securityCase case'],
  mapCase: ['securityCase case', 'connector object'],
  planPush: ['securityCase case', 'connector object', 'options? object'],
  validateFields: ['values object', 'type text', 'fields object'],
  fieldValue: ['values object', 'path text'],
  withFieldValue: ['values object', 'path text', 'value? anything'],
  pushStatus: ['securityCase case', 'connector object', 'options? object'],
  buildRequests: ['securityCases cases', 'connector object'],
  renderText: ['markdown text', 'format text'],
  readText: ['text text', 'format text'],
  authorize: ['request object', 'connector object', 'secrets object'],
  send: ['request object', 'options? object'],
  'new Push': ['securityCase case', 'connector object', 'options? object'],
  'Push.receive': ['id number', 'answer object', 'now? text'],
  'Push.fail': ['id number', 'reason text', 'error? anything'],
  'Push.settle': ['settlement object'],
  open: ['options? object'],
  saveConnector: ['draft draft'],
  importConnectors: ['data anything', 'options? object'],
  endPause: ['baseUrl text'],
  setVault: ['options object'],
  unlock: ['passphrase text'],
  testConnector: ['draft draft', 'options? object'],
  connectorFields: ['connectorId id', 'options? object'],
  searchChoices: ['connectorId id', 'field object', 'words text', 'options? object'],
  deleteConnector: ['id id'],
  setSecrets: ['id id', 'secrets object'],
  saveSettings: ['settings object'],
  caseChoice: ['caseId id'],
  saveCaseChoice: ['caseId id', 'choice? object'],
  plan: ['securityCase case', 'options? object'],
  status: ['securityCase case', 'options? object'],
  push: ['securityCase case', 'options? object'],
  pushAll: ['securityCases cases', 'options? object'],
  pull: ['securityCase case', 'options? object'],
  pullAll: ['securityCases cases', 'options? object'],
  apply: ['securityCase case', 'pulled object', 'choices object', 'options? object'],
  applied: ['securityCase case', 'pulled object', 'choices object'],
  enqueue: ['securityCases cases', 'options? object'],
  resume: ['caseId id', 'options? object'],
  resumeAll: ['options? object'],
  dismiss: ['caseId id', 'connectorId id'],
  watchQueue: ['listener function'],
  watch: ['listener function'],
  abort: ['caseId id'],
  journal: ['caseId id', 'connectorId id'],
  forget: ['caseId id'],
};

/** By the name of an option, or by its path, which means the same in every call. All may be left out, and may be `null`. */
const OPTIONS = {
  journal: 'list',
  now: 'text',
  caseUrl: 'text',
  openedBy: 'text',
  fields: 'object',
  issueType: 'text',
  incidentId: 'text',
  refresh: 'flag',
  jitter: 'number',
  pushedBy: 'object',
  closure: 'text',
  ifEdited: 'text',
  ifGone: 'text',
  ifClosed: 'text',
  ifForeign: 'text',
  ifUnverified: 'text',
  ifUnmarked: 'text',
  ifRare: 'text',
  ifBusy: 'text',
  kind: 'text',
  externalId: 'text',
  timeoutMs: 'number',
  autoLockMs: 'number',
  signal: 'signal',
  onProgress: 'function',
  onResult: 'function',
  save: 'function',
  onExchange: 'function',
  connectorId: 'id',
  defaultConnectorId: 'text',
  level: 'text',
  passphrase: 'text',
  name: 'text',
  namespace: 'text',
  settle: 'object',
  transport: 'object',
  delegate: 'object',
  clock: 'object',
  'clock.now': 'function',
  locks: 'object',
  only: 'pushes',
  replace: 'ids',
  status: 'number',
  'answer.body': 'body',
  pushBy: 'pusher',
  existing: 'object',
  otherNames: 'list',
  touched: 'several',
  submitted: 'flag',
  linkBack: 'flag',
  holdsSecrets: 'flag',
  url: 'text',
  space: 'text',
  send: 'function',
};

/** Refuses a value of another type, by its path. */
function check(path, type, value) {
  const [fits, words] = TYPES[type];
  if (fits(value)) return;
  const error = new CaseConnectorsError(
    'OPTIONS_INVALID',
    `\`${path}\` must be ${words}.`,
    'Correct the value that the message names.',
  );
  throw Object.assign(error, { field: path });
}

/** Refuses an option of another type. */
export function checkOption(path, name, value) {
  const type = OPTIONS[path] ?? OPTIONS[name];
  if (value !== undefined && value !== null && type !== undefined) check(path, type, value);
}

/** The bytes of an answer that a host has got by its own means: of a stream or an object others would come of it. */
export function bodyOf({ body }) {
  checkOption('answer.body', 'body', body);
  return toBytes(body ?? new Uint8Array());
}

/** The arguments, read: a form is checked at each key that somebody presses. */
const READ = Object.fromEntries(
  Object.entries(ARGUMENTS).map(([name, entries]) => [
    name,
    entries.map((entry) => {
      const [path, type] = entry.split(' ');
      return { path: path.replace('?', ''), type, mayMiss: path.endsWith('?') };
    }),
  ]),
);

/** Refuses arguments of other types. */
export function checkArguments(name, given) {
  READ[name].forEach(({ path, type, mayMiss }, place) => {
    const value = given[place];
    const missing = mayMiss && (value === undefined || value === null);
    if (!missing) check(path, type, value);
  });
}

/** The functions, each with its arguments checked before it is called. */
export const checked = (functions) =>
  Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [
      name,
      name in ARGUMENTS
        ? (...given) => {
            checkArguments(name, given);
            return run(...given);
          }
        : run,
    ]),
  );

/** The same for the methods of a class. One that answers a promise rejects. */
export function checkMethods(Class, prefix, isAsync) {
  for (const name of Object.getOwnPropertyNames(Class.prototype)) {
    const method = Object.getOwnPropertyDescriptor(Class.prototype, name).value;
    if (typeof method !== 'function' || !(prefix + name in ARGUMENTS)) continue;
    const check = (given) => checkArguments(prefix + name, given);
    const value = isAsync(name)
      ? async function (...given) {
          check(given);
          return method.apply(this, given);
        }
      : function (...given) {
          check(given);
          return method.apply(this, given);
        };
    Object.defineProperty(Class.prototype, name, { value, writable: true, configurable: true });
  }
}
