// A `core` as strict as Kibana's documented one, and a Cases API behind it. It runs within the consumer's script.
export const KIBANA = `
const BASE = '/kbn/s/soc';
function fakeCore(answers) {
  const calls = [];
  const fetch = async (path, options) => {
    const allowed = ['method', 'headers', 'signal', 'body', 'version', 'prependBasePath', 'asResponse', 'rawResponse'];
    for (const name of Object.keys(options)) if (!allowed.includes(name)) throw new Error('unknown option ' + name);
    if (!path.startsWith('/')) throw new Error('a path is no URL: ' + path);
    for (const name of Object.keys(options.headers)) {
      if (name.startsWith('kbn-')) throw new Error('Invalid fetch headers, headers beginning with "kbn-" are not allowed');
      if (name === 'elastic-api-version') throw new Error('the version is an option');
      if (name === 'authorization') throw new Error('a secret');
    }
    if (options.body !== undefined && typeof options.body !== 'string') throw new Error('a body is text');
    calls.push({ method: options.method, path, version: options.version, body: options.body });
    options.signal.throwIfAborted();
    const { status, json } = answers(options.method, path);
    const response = new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } });
    if (response.ok) return { fetchOptions: { path, ...options }, request: new Request('https://soc.example' + path), response };
    // As Kibana's HttpFetchError: the body is read.
    throw Object.assign(new Error('HTTP ' + status), { name: 'Error', response, body: await response.json() });
  };
  const basePath = {
    get: () => BASE, prepend: (path) => BASE + path, remove: (path) => path.replace(BASE, ''), serverBasePath: '/kbn',
  };
  return { http: Object.freeze({ basePath: Object.freeze(basePath), fetch }), calls };
}
`;
