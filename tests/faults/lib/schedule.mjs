/** What happens in one run, decided before it begins, so that a seed and a number repeat it. */
import { Random } from './random.mjs';

export const SYSTEMS = [
  'servicenow',
  'servicenowImport',
  'servicenowSir',
  'servicenowSirImport',
  'jiraCloud',
  'jiraDataCenter',
  'resilient',
];

/** The systems that take what alerts hold. */
const OF_ALERTS = ['servicenowSir', 'servicenowSirImport'];

/** The systems on which another account may comment, and that tell who has. */
const OF_STRANGERS = ['jiraCloud', 'jiraDataCenter', 'resilient'];

/** Only by this one an incident is changed with another method than it is made. */
const PATCHES = ['servicenow', 'servicenowSir'];

const FAULTS = [
  { kind: 'cutBefore' },
  { kind: 'cutAfter' },
  { kind: 'rateLimit', retryAfter: 2 },
  { kind: 'rateLimit', rateLimitReset: 3 },
  { kind: 'rateLimit' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'html' },
  { kind: 'badJson' },
  { kind: 'slowAnswer', ms: 900 },
];

/** The creation times of the comments, some of them the same. */
function comments(random, at) {
  const count = random.between(1, 4);
  return Array.from({ length: count }, (_, n) => ({
    id: `k${n + 1}`,
    type: 'user',
    comment: `Finding ${n + 1}: \`hash ${random.between(1, 1e6)}\``,
    created_at: at(n === 0 ? 0 : random.between(0, 50)),
    created_by: { username: 'ana', full_name: 'Ana Ruiz', email: null },
    updated_at: null,
    updated_by: null,
    pushed_at: null,
    pushed_by: null,
    version: `v${n}`,
  }));
}

/** The documents of the alerts of each version: what one has the later ones have too. */
function alerts(random, versions) {
  const documents = [];
  const address = () => `192.0.2.${random.between(1, 9)}`;
  return versions.map((_, version) => {
    const count = random.between(version === 0 ? 1 : 0, 2);
    for (let n = 0; n < count; n += 1) {
      const _source = { source: { ip: address() }, 'destination.ip': [address(), address()] };
      if (random.chance(0.3)) _source.url = { full: `https://a.example/${documents.length}` };
      documents.push({ _id: `al${documents.length}`, _source });
    }
    return [...documents];
  });
}

/** One push of somebody: where, which tabs at once, and where the tab is killed. */
function act(random) {
  const tabs = random.chance(0.25) ? 2 : 1;
  return {
    profile: random.chance(0.3) ? 1 : 0,
    resume: random.chance(0.3),
    tabs: Array.from({ length: tabs }, () => ({
      // Effects are requests and writes to the storage; a push has 10 to 40 of them.
      kill: random.chance(0.4) ? { effect: random.between(1, 30), after: random.chance(0.5) } : null,
      storage: random.chance(0.1) ? { from: random.between(1, 12), count: random.between(1, 3) } : null,
      clock: random.chance(0.25)
        ? { effect: random.between(1, 20), jumpMs: random.of([-1, 1]) * random.between(1e3, 2e8) }
        : null,
      abort: random.chance(0.1) ? random.between(1, 20) : null,
    })),
  };
}

export function schedule(seed, number) {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const begin = Date.UTC(2026, 8, 1) + random.between(0, 1e8);
  const at = (minutes) => new Date(begin + minutes * 60_000).toISOString();
  const system = random.of(SYSTEMS);
  const first = {
    id: `run-${seed}-${number}`,
    title: `Run ${number}`,
    description: 'Line one.\n\nLine *two* of {code}.',
    created_at: at(0),
    created_by: { username: 'ana', full_name: 'Ana Ruiz', email: null },
    status: 'open',
    tags: ['faults'],
    external_service: null,
    comments: comments(random, at),
  };
  const versions = [first];
  if (random.chance(0.5)) {
    const later = structuredClone(first);
    if (random.chance(0.6)) later.title = `Run ${number}, contained`;
    const edited = random.of(later.comments);
    Object.assign(edited, {
      comment: `${edited.comment} (corrected)`,
      updated_at: at(60),
      updated_by: edited.created_by,
    });
    if (random.chance(0.5)) {
      const [one] = comments(random, () => at(70));
      later.comments.push({ ...one, id: 'k9' });
    }
    versions.push(later);
  }
  const faults = Array.from({ length: random.between(0, 4) }, () => {
    const method = random.of(['GET', 'WRITE', 'ANY']);
    const write = PATCHES.includes(system) ? random.of(['POST', 'PATCH']) : 'POST';
    const fault = random.of(FAULTS);
    const often = random.chance(0.2) ? random.between(2, 4) : 1;
    return {
      ...fault,
      // The one kind that costs real time.
      times: fault.kind === 'slowAnswer' ? 1 : often,
      match: { nth: random.between(1, 6), ...(method === 'ANY' ? {} : { method: method === 'GET' ? 'GET' : write }) },
    };
  });
  return {
    seed,
    number,
    system,
    versions,
    faults,
    searchLag: random.of([0, 0, 2, 1000]),
    acts: versions.map(() => Array.from({ length: random.between(1, 2) }, () => act(random))),
    alerts: OF_ALERTS.includes(system) ? alerts(random, versions) : versions.map(() => []),
    // The others keep their cases as they were, so that a browser without a journal knows nothing of earlier pushes.
    writesBack: random.chance(0.5),
    // By how much the time that the host writes back is wrong.
    wrongByMs: random.chance(0.3) ? random.of([-1, 1]) * random.between(6e4, 9e8) : 0,
    stranger:
      OF_STRANGERS.includes(system) && random.chance(0.4)
        ? { later: random.chance(0.5), id: random.of(['k1', 'k2', 'k9']) }
        : null,
    // Whether the other team comments too, and who pushes takes that over.
    answered: OF_STRANGERS.includes(system) && random.chance(0.5),
  };
}

/**
 * A run in real time: the tab dies as soon as a write was sent, which the server carries out late. The page is opened again at
 * once, with its journal. Which write it is follows the number: the create, or one of the comments.
 */
export function slow(seed, number) {
  const plan = schedule(seed, number);
  const [version] = plan.versions;
  const tab = {
    kill: { write: 1 + (number % (1 + version.comments.length)) },
    storage: null,
    clock: null,
    abort: null,
  };
  return {
    ...plan,
    inRealTime: true,
    versions: [version],
    faults: [],
    acts: [[{ profile: 0, resume: false, tabs: [tab] }]],
    alerts: [plan.alerts[0]],
    stranger: null,
    answered: false,
    wrongByMs: 0,
  };
}
