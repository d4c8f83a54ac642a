// The package in a worker of whatever kind: pushes the case that it is sent, and answers the outcome.
import { CaseConnectors, init } from '/package/index.js';

async function push({ draft, securityCase }) {
  try {
    await init('/package/engine.wasm');
    const connectors = await CaseConnectors.open({ name: 'workers' });
    const [stored] = await connectors.connectors();
    const connectorId = stored?.id ?? (await connectors.saveConnector(draft)).connector.id;
    await connectors.setSecrets(connectorId, draft.secrets);
    const { state, writes, error } = await connectors.push(securityCase, { connectorId });
    connectors.close();
    return { state, writes, error };
  } catch (error) {
    return { state: 'refused', error: { code: error.code, message: String(error) } };
  }
}

// A dedicated worker has one caller, a shared one a port for each, a service worker whoever asks.
const isShared = 'onconnect' in self;
const answer = async ({ data, source }, port) => (port ?? source ?? self).postMessage(await push(data));
if (isShared)
  self.onconnect = ({ ports: [port] }) => {
    port.onmessage = (event) => answer(event, port);
  };
else self.onmessage = (event) => answer(event);
if ('skipWaiting' in self) self.onactivate = (event) => event.waitUntil(self.clients.claim());
