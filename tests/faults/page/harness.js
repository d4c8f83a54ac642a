// Loads the package and does what the campaign asks for, until the tab is killed.
import { CaseConnectors, init } from '/package/index.js';

let effects = 0;
let plan = {};
let dead = false;
let failing = { from: Infinity, count: 0 };
let writes = 0;
let jumpedMs = 0;
let waitedMs = 0;
let blind = false;
let sends = 0;
// A short one, since each that passes is waited for.
let timeoutMs = 600;

const never = () => new Promise(() => {});

/** Counts an effect. Where the plan says so the tab is dead from here on, and asks to be killed. */
function effect(after) {
  if (!after) effects += 1;
  if (plan.clock?.effect === effects) jumpedMs = plan.clock.jumpMs;
  if (!after && plan.abort === effects) window.stop.abort();
  if (plan.kill?.effect === effects && plan.kill.after === after && !dead) {
    dead = true;
    window.die();
  }
  return dead;
}

const platformFetch = window.fetch.bind(window);
window.fetch = async (...request) => {
  if (dead || effect(false)) return never();
  const method = methodOfWrite(...request);
  if (method !== null && ++sends === plan.kill?.write) {
    dead = true;
    await window.late(method);
    // Sent, and nobody is there any longer who could hear the answer.
    void platformFetch(...request).catch(() => {});
    window.die(500);
    return never();
  }
  const answer = await (blind ? blindly(...request) : platformFetch(...request));
  return effect(true) ? never() : answer;
};

/** The method of a request that changes something there; else nothing. */
function methodOfWrite(input, options) {
  const { method, url } = input instanceof Request ? input : { method: options?.method ?? 'GET', url: String(input) };
  return method === 'GET' || /query_paged|bulkfetch|\/search/.test(url) ? null : method;
}

/** With reconciliation switched off: whatever is asked of the system answers that nothing is there. */
async function blindly(input, options) {
  const request = new Request(input, options);
  const { pathname, search } = new URL(request.url);
  const nothing = (body) =>
    new Response(JSON.stringify(body), { status: 200, headers: { 'content-type': 'application/json' } });
  const isRead = request.method === 'GET' || /query_paged|bulkfetch/.test(pathname);
  if (isRead && /search|bulkfetch/.test(pathname) && !search.includes('ORDER%20BY%20key'))
    return nothing({ issues: [], isLast: true });
  if (isRead && pathname.endsWith('/comment')) return nothing({ comments: [], startAt: 0, maxResults: 100, total: 0 });
  if (isRead && pathname.endsWith('/comments')) return nothing([]);
  if (pathname.endsWith('query_paged')) return nothing({ data: [], recordsTotal: 0, recordsFiltered: 0 });
  if (isRead && search.includes('correlation_id%3D')) return nothing({ result: [] });
  if (isRead && search.includes('display_value=true')) {
    const opened = 'Opened from a security case.\n\n(added by case-connectors, case x)';
    return nothing({ result: { sys_id: pathname.split('/').pop(), comments: '', work_notes: opened } });
  }
  return platformFetch(request);
}

for (const method of ['add', 'put']) {
  const platform = IDBObjectStore.prototype[method];
  IDBObjectStore.prototype[method] = function (...values) {
    writes += 1;
    if (writes >= failing.from && writes < failing.from + failing.count) {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    }
    if (dead || effect(false)) {
      // Nothing more reaches the disk.
      this.transaction.abort();
      throw new DOMException('The tab is dead.', 'AbortError');
    }
    this.transaction.addEventListener('complete', () => effect(true));
    return platform.apply(this, values);
  };
}

const clock = {
  now: () => Date.now() + waitedMs + jumpedMs,
  sleep: (ms) => {
    waitedMs += ms;
    return new Promise((done) => setTimeout(done, 0));
  },
};

const loaded = init('/package/engine.wasm');
let connectors;
let connectorId;

window.campaign = {
  /** Opens the storage and saves the connector, undisturbed. */
  async open(draft, withoutReconciliation, inRealTime) {
    await loaded;
    if (inRealTime) timeoutMs = undefined;
    connectors = await CaseConnectors.open(inRealTime ? {} : { clock });
    const stored = await connectors.connectors();
    if (stored.length === 0) await connectors.setVault({ level: 'device' });
    connectorId = stored[0]?.id ?? (await connectors.saveConnector(draft)).connector.id;
    blind = withoutReconciliation;
  },

  /** From here on, as planned. */
  begin(planned) {
    effects = 0;
    writes = 0;
    sends = 0;
    plan = planned;
    failing = planned.storage ?? failing;
  },

  async push(securityCase, options = {}) {
    window.stop = new AbortController();
    return shown(() =>
      connectors.push(securityCase, { connectorId, timeoutMs, signal: window.stop.signal, ...options }),
    );
  },

  /** Takes over all comments that are new, and hands the case to the host before that is kept. */
  async takeOver(securityCase) {
    try {
      const pulled = await connectors.pull(securityCase, { connectorId, timeoutMs });
      const theirs = pulled.changes.filter(({ kind }) => kind === 'comment');
      const choices = theirs.map(({ key, isClaim }) => [key, isClaim ? 'keep' : 'take']);
      const save = (bytes) => window.keep(new TextDecoder().decode(bytes));
      await connectors.apply(securityCase, pulled, Object.fromEntries(choices), { save });
      return { error: null };
    } catch (error) {
      // Nothing was pushed yet, or the system does not answer: there will be another look.
      return { error: { code: error.code, message: error.message } };
    }
  },

  async resume() {
    window.stop = new AbortController();
    try {
      const results = await connectors.resumeAll({ timeoutMs, signal: window.stop.signal });
      return results.map(({ outcome, error }) => ({
        state: outcome?.state ?? 'refused',
        error: outcome?.error ?? error,
        warnings: outcome?.warnings ?? [],
      }));
    } catch (error) {
      return [{ state: 'refused', error: { code: error.code, message: error.message }, warnings: [] }];
    }
  },
};

async function shown(run) {
  try {
    const { state, error, writes: sent, warnings, updatedCase } = await run();
    const text = updatedCase && new TextDecoder().decode(updatedCase);
    return { state, error, writes: sent, warnings, updatedCase: text };
  } catch (error) {
    return { state: 'refused', error: { code: error.code, message: error.message }, warnings: [] };
  }
}
