// The gateway, in its two modes.
import { createGateway, type GatewayCode, type GatewayLogEntry } from 'case-connectors/gateway';
import { resolve, serve, toNodeListener } from 'case-connectors/gateway/node';

export const relay: (request: Request) => Promise<Response> = createGateway({
  prefix: '/relay',
  origins: ['https://dashboard.example'],
  targets: [{ baseUrl: 'https://acme.atlassian.net' }],
  resolve,
  log: ({ method, target, status, code, ms }: GatewayLogEntry) => console.log(method, target ?? '', status, code, ms),
});

export const holding = createGateway({
  origins: ['https://dashboard.example'],
  authorize: async (request) => request.headers.has('cookie'),
  targets: [{ baseUrl: 'https://soar.example', connectorId: 'soar', authorization: () => 'Bearer x' }],
  allowPrivate: ['https://soar.example'],
});

// @ts-expect-error A secret needs the id of its connector.
createGateway({ origins: [], targets: [{ baseUrl: 'https://soar.example', authorization: () => 'Bearer x' }] });

export const listening: Promise<{ url: string }> = serve(relay, { port: 8787 });
export const listener = toNodeListener(relay);
export const code: GatewayCode = 'GATEWAY_ORIGIN';
