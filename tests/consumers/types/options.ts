// Options objects: a name that nobody knows does not compile, and what is `undefined` counts as missing.
import {
  CaseConnectors,
  connectorTypes,
  planPush,
  Push,
  pushStatus,
  send,
  type BuiltRequest,
  type Connector,
  type License,
} from 'case-connectors';
import { createGateway } from 'case-connectors/gateway';
import { serve } from 'case-connectors/gateway/node';
import { plugin } from 'case-connectors/plugin';

declare const host: CaseConnectors;
declare const connector: Connector;
declare const request: BuiltRequest;
declare const maybe: { id?: string; signal?: AbortSignal; license?: License };

export const fine = [
  host.push('{}', {
    connectorId: maybe.id,
    signal: maybe.signal,
    timeoutMs: undefined,
    onProgress: undefined,
    ifBusy: undefined,
  }),
  host.plan('{}', { connectorId: maybe.id, ifGone: undefined }),
  host.push('{}', { ifRare: 'leaveOut' }),
  host.plan('{}', { ifRare: 'stop' }),
  host.resumeAll({ only: undefined, onResult: undefined }),
  CaseConnectors.open({ license: maybe.license, transport: undefined, clock: undefined }),
  CaseConnectors.open({ license: () => 'gold' }),
  CaseConnectors.open({ license: () => null }),
  send(request, { signal: maybe.signal }),
];
connectorTypes({ license: maybe.license });

// @ts-expect-error
void host.push('{}', { conectorId: 'a' });
// @ts-expect-error
void host.push('{}', { settle: { kind: 'there', externalid: '1' } });
// @ts-expect-error
void host.pushAll(['{}'], { settle: { kind: 'notThere' } });
// @ts-expect-error
void host.push('{}', { ifRare: 'basic' });
// @ts-expect-error
void host.plan('{}', { conectorId: 'a' });
// @ts-expect-error
void host.status('{}', { ifGone: 'recreate' });
// @ts-expect-error
void host.resume('1', { conectorId: 'a' });
// @ts-expect-error
void host.resumeAll({ onlyThese: [] });
// @ts-expect-error
void host.testConnector({ type: '.jira' }, { timeout: 1 });
// @ts-expect-error
void host.setVault({ level: 'passphrase', passPhrase: 'x' });
// @ts-expect-error
void host.saveSettings({ defaultConectorId: null, closure: 'close-by-user' });
// @ts-expect-error
void host.saveCaseChoice('1', { conectorId: 'a', fields: null });
// @ts-expect-error
void CaseConnectors.open({ nameSpace: 'a' });
// @ts-expect-error
void CaseConnectors.open({ transport: { kind: 'gateway', url: '/relay', holdSecrets: true } });
// @ts-expect-error
void CaseConnectors.open({ license: () => 'golden' });
// @ts-expect-error
planPush('{}', connector, { jurnal: [] });
// @ts-expect-error
pushStatus('{}', connector, { now: '' });
// @ts-expect-error
new Push('{}', connector, { closre: 'close-by-user' });
// @ts-expect-error
void send(request, { timeout: 1 });
// @ts-expect-error
connectorTypes({ licence: 'gold' });
// @ts-expect-error
plugin({ pushby: 'kibana' });
// @ts-expect-error
createGateway({ targets: [], orgins: [] });
// @ts-expect-error
void serve(async () => new Response(), { prot: 1 });
