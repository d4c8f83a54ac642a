// A plugin's lifecycle around the client, as Kibana's front end has it: headless, and without the engine until somebody
// asks for it.
import { CaseConnectorsError } from './error.js';
import { abortable } from './host/abort.js';
import { known } from './options.js';
import { delegateOf, spaceOf } from './plugin-http.js';
import { Licensing } from './plugin-license.js';
import { TYPES } from './systems.js';

/** The calls that `stop()` aborts, with the place of their options. */
const ABORTED = { push: 1, pushAll: 1, pull: 1, pullAll: 1, resume: 1, resumeAll: 0, testConnector: 1 };

export class CaseConnectorsPlugin {
  #load;
  #options;
  #api = null;
  #client = null;
  #licensing = null;
  #stopping = new AbortController();
  #underWay = new Set();

  constructor(load, options) {
    this.#load = load;
    this.#options = known('plugin', options);
  }

  setup(_core, { connectorTypes } = {}) {
    const form = async (id) => {
      const [{ connectorTypes }, license] = await Promise.all([this.#loaded(), this.#license()]);
      return connectorTypes({ license }).find((type) => type.id === id);
    };
    for (const type of TYPES) {
      // Where the host has such a type already, that one stays.
      if (connectorTypes && !connectorTypes.has(type.id))
        connectorTypes.register({ ...type, form: () => form(type.id) });
    }
    return { connectorTypes: TYPES };
  }

  start(core, { licensing } = {}) {
    if (licensing) this.#licensing = new Licensing(licensing);
    return {
      api: () => this.#loaded(),
      client: () => {
        if (this.#stopping.signal.aborted) return Promise.reject(closed());
        // A failed opening is forgotten, so that a retry is one more call.
        this.#client ??= this.#open(core).catch((error) => {
          this.#client = null;
          throw error;
        });
        return this.#client;
      },
    };
  }

  async stop() {
    this.#stopping.abort();
    this.#licensing?.stop();
    const client = await this.#client?.catch(() => null);
    // Each push ends by itself, between two requests, and writes down what it knows.
    await Promise.allSettled(this.#underWay);
    await client?.close();
  }

  #loaded() {
    this.#api ??= this.#initialized().catch((error) => {
      this.#api = null;
      throw error;
    });
    return this.#api;
  }

  async #initialized() {
    const api = await this.#load();
    await api.init(this.#options.source);
    return api;
  }

  /** Without the host's licensing nothing is limited. */
  async #license() {
    await this.#licensing?.known();
    return this.#licensing?.level() ?? null;
  }

  async #open(core) {
    const { open, pushBy } = this.#options;
    const [api] = await Promise.all([this.#loaded(), this.#license()]);
    const client = await api.CaseConnectors.open({
      namespace: spaceOf(core.http),
      license: () => this.#licensing?.level() ?? null,
      ...(pushBy === 'kibana' && { delegate: delegateOf(core.http) }),
      ...known('open', typeof open === 'function' ? open(core) : open),
    });
    for (const [name, at] of Object.entries(ABORTED)) this.#abortable(client, name, at);
    return client;
  }

  #abortable(client, name, at) {
    const call = client[name].bind(client);
    client[name] = (...given) =>
      abortable([this.#stopping.signal, given[at]?.signal], async ({ signal }) => {
        given[at] = { ...given[at], signal };
        const ended = call(...given);
        this.#underWay.add(ended);
        try {
          return await ended;
        } finally {
          this.#underWay.delete(ended);
        }
      });
  }
}

function closed() {
  return new CaseConnectorsError(
    'HOST_CLOSED',
    'This CaseConnectors was closed.',
    'Open it again with CaseConnectors.open().',
  );
}
