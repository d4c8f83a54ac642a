// What may stand where a case is asked for, and what must not compile there.
import {
  buildRequests,
  mapCase,
  planPush,
  Push,
  pushStatus,
  readCase,
  type CaseConnectors,
  type CaseSummary,
  type Connector,
} from 'case-connectors';

declare const host: CaseConnectors;
declare const connector: Connector;
declare const bytes: Uint8Array;

/** As a host may have written it down: an interface, without an index signature. */
interface HostCase {
  id: string;
  title: string;
  description: string;
  comments?: { id: string }[];
}
declare const hostCase: HostCase;

const page = { comments: [{ id: 'c' }], page: 1, per_page: 20, total: 1 };
const alerts = {
  took: 3,
  hits: { total: { value: 1 }, hits: [{ _id: 'a', _source: { source: { ip: '192.0.2.1' } } }] },
};
export const taken = [
  host.push(bytes),
  host.push(bytes.buffer as ArrayBuffer),
  host.push('{"id":"1","title":"t"}'),
  host.push(hostCase),
  host.push({ id: '1', title: 't', description: 'd', totalComment: 0, connector: { id: 'none' } }),
  host.push({ securityCase: hostCase, commentPages: [bytes, '{}', page] }),
  host.push({ securityCase: bytes }),
  host.push({ securityCase: bytes, alertPages: [bytes, '{}', alerts] }),
  host.push({ securityCase: hostCase, commentPages: [page], alertPages: null }),
  host.push(JSON.parse('{}')),
  host.pushAll([bytes, hostCase] as const),
];
export const summary: CaseSummary = readCase({ securityCase: hostCase, commentPages: [page] });

// @ts-expect-error The answer has to be awaited and read.
void host.push(fetch('/api/cases/1'));
// @ts-expect-error A response is no case: pass its `arrayBuffer()`.
void host.push(new Response());
// @ts-expect-error Nor is a promise of its bytes.
void host.push(new Response().arrayBuffer());
// @ts-expect-error A map has no members in JSON.
void host.push(new Map());
// @ts-expect-error
void host.push(new Set(['id', 'title']));
// @ts-expect-error
void host.push([hostCase]);
// @ts-expect-error
void host.push(() => hostCase);
// @ts-expect-error
void host.push(new Date());
// @ts-expect-error
void host.push(new Blob());
// @ts-expect-error
void host.push({});
// @ts-expect-error
void host.push({ id: 1, title: 't' });
// @ts-expect-error
void host.push({ securityCase: fetch('/api/cases/1') });
// @ts-expect-error The pages are what `_find` answers, not the comments themselves.
void host.push({ securityCase: bytes, commentPages: [[{ id: 'c' }]] });
// @ts-expect-error
void host.push({ securityCase: bytes, commentPages: [fetch('/api/cases/1/comments/_find')] });
// @ts-expect-error The pages are what a search answers, not the documents themselves.
void host.push({ securityCase: bytes, alertPages: [[{ _id: 'a' }]] });
// @ts-expect-error Nor its hits alone.
void host.push({ securityCase: bytes, alertPages: [{ hits: [] }] });
// @ts-expect-error
void host.pushAll([fetch('/api/cases/1')]);
// @ts-expect-error One case is no list.
void host.pushAll(hostCase);
// @ts-expect-error
void host.plan(new Map());
// @ts-expect-error
void host.status(fetch('/api/cases/1'));
// @ts-expect-error
mapCase(new Map(), connector);
// @ts-expect-error
planPush(fetch('/api/cases/1'), connector);
// @ts-expect-error
pushStatus(new Response(), connector);
// @ts-expect-error
buildRequests([new Map()], connector);
// @ts-expect-error
new Push(fetch('/api/cases/1'), connector);
// @ts-expect-error
readCase(new Map());
