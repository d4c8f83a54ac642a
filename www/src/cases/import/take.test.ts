import * as api from 'case-connectors';
import { beforeAll, describe, expect, test } from 'vitest';
import { jsonOf, phishing, phishingOfKibana9, smallCase, textOf } from '../../../test/samples';
import type { Engine } from '../../core/engine';
import { toInput } from '../case_file';
import { viewOf } from '../case_view';
import { newCase } from '../create/new_case';
import { takeApart } from './split';
import { take } from './take';

const engine = { api } as Engine;
const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const text = decoded(phishing().json);
const named = (texts: readonly string[]) => texts.map((text, at) => ({ name: `file ${at + 1}`, text }));

beforeAll(async () => void (await api.init()));

describe('takes apart', () => {
  const one = '{"id":"c1","title":"A","comments":[]}';
  const page = '{"comments":[{"id":"k1"}],"total":1}';
  const hits = '{"took":1,"hits":{"hits":[{"_id":"a1","_source":{}}]}}';
  test.each([
    ['a case', [one], { cases: [one], pages: [], alerts: [] }],
    ['the answer of _find', [`{"page":1,"cases":[${one},${one}]}`], { cases: [one, one], pages: [], alerts: [] }],
    ['a list of cases', [`[${one}]`], { cases: [one], pages: [], alerts: [] }],
    ['a case and a page of its comments', [one, page], { cases: [one], pages: [page], alerts: [] }],
    ['a list of pages', [one, `[${page},${page}]`], { cases: [one], pages: [page, page], alerts: [] }],
    ['a case and documents of its alerts', [hits, one], { cases: [one], pages: [], alerts: [hits] }],
    ['a list of answers', [one, `[${hits},${hits}]`], { cases: [one], pages: [], alerts: [hits, hits] }],
    ['nothing', ['[]'], { cases: [], pages: [], alerts: [] }],
    ['what is no JSON', ['{"id":'], { cases: ['{"id":'], pages: [], alerts: [] }],
  ])('%s', (_, texts, given) => expect(takeApart(named(texts))).toMatchObject(given));
});

test('imports a case as it came', async () => {
  const { files, taken } = await take(engine, named([text]), {}, false);
  const [key] = Object.keys(files);
  expect(taken).toEqual([{ state: 'imported', title: viewOf(phishing()).title, key }]);
  expect(decoded(files[key!]!.json)).toBe(text);
});

test('imports a case with its pages of comments, and says where they are missing', async () => {
  const file = phishingOfKibana9();
  const whole = await take(engine, named([decoded(file.json), textOf('phishing.v9.comments')]), {}, false);
  expect(whole.taken).toMatchObject([{ state: 'imported' }]);
  expect(viewOf(Object.values(whole.files)[0]!).comments.length).toBeGreaterThan(0);
  const bare = await take(engine, named([decoded(file.json)]), {}, false);
  expect(bare.taken).toMatchObject([{ state: 'withoutComments' }]);
});

test('pages of comments do not say which of two cases they are of', async () => {
  const texts = [text, decoded(smallCase().json), textOf('phishing.v9.comments')];
  await expect(take(engine, named(texts), {}, false)).rejects.toMatchObject({ code: 'COMMENTS_OF_WHICH' });
});

test.each(['[]', '{"cases":[],"total":0}'])('says where there is nothing to import: %s', async (text) => {
  await expect(take(engine, named([text]), {}, false)).rejects.toMatchObject({ code: 'NOTHING_TO_IMPORT' });
});

test('imports a case with the documents of its alerts, which the engine reads', async () => {
  const [of, alerts] = [textOf('dns_tunnelling'), textOf('dns_tunnelling.alerts')];
  const { files, taken } = await take(engine, named([of, alerts]), {}, false);
  expect(taken).toMatchObject([{ state: 'imported' }]);
  expect(toInput(Object.values(files)[0]!)).toMatchObject({ alertPages: [new TextEncoder().encode(alerts)] });
  const broken = await take(engine, named([of, '{"hits":{"hits":[{}]}}']), {}, false);
  expect(broken.taken).toMatchObject([{ state: 'refused', error: { field: 'alertPages[0].hits.hits[0]' } }]);
  const ofTwo = take(engine, named([of, text, alerts]), {}, false);
  await expect(ofTwo).rejects.toMatchObject({ code: 'ALERTS_OF_WHICH' });
});

test('leaves a case that is here, or puts the new one in its place', async () => {
  const here = { 'its-key': smallCase({ title: 'Here already' }) };
  const same = decoded(smallCase({ title: 'Newer' }).json);
  const left = await take(engine, named([same]), here, false);
  expect(left).toEqual({ configurations: [], files: {}, taken: [{ state: 'here', title: 'Newer', key: 'its-key' }] });
  const replaced = await take(engine, named([same]), here, true);
  expect(replaced.taken).toMatchObject([{ state: 'imported', key: 'its-key' }]);
  // The same case twice in what was given: the first one counts.
  const twice = await take(engine, named([same, decoded(smallCase({ title: 'Second' }).json)]), here, true);
  expect(twice.taken).toMatchObject([{ state: 'imported' }, { state: 'here' }]);
  expect(viewOf(twice.files['its-key']!).title).toBe('Newer');
});

test('refuses what the engine cannot read, in its words, and imports the others', async () => {
  const broken = decoded(smallCase({ comments: [{ id: 'k1', type: 'user', comment: 'x', created_at: 'today' }] }).json);
  const { taken } = await take(engine, named([broken, 'no JSON', text]), {}, false);
  expect(taken.map(({ state }) => state)).toEqual(['refused', 'refused', 'imported']);
  expect(taken[0]).toMatchObject({ title: 'A case', place: 'file 1', error: { field: 'comments[0].created_at' } });
  expect(taken[1]).toMatchObject({ title: 'file 2', place: 'file 2' });
});

test('a new case is one that the engine reads', () => {
  const fields = { title: '  New ', description: 'd', severity: 'low', tags: ['t'] };
  const file = newCase(fields, null);
  expect(api.readCase(file.json)).toMatchObject({ title: 'New' });
  expect(jsonOf(file)).toMatchObject({ status: 'open', connector: { id: 'none' } });
});

test('imports an export of saved objects as the Cases API would have answered it', async () => {
  const text = textOf('shapes/export', 'ndjson');
  const { files, taken } = await take(engine, named([text]), {}, false);
  expect(taken).toMatchObject([{ state: 'imported', title: 'Beaconing from two hosts' }]);
  const [file] = Object.values(files);
  const it = jsonOf(file!);
  expect(it).toMatchObject({
    id: 'shape-export',
    status: 'in-progress',
    severity: 'high',
    totalComment: 2,
    connector: { id: 'conn-1', type: '.jira', fields: { issueType: '10006', priority: 'High', parent: null } },
    external_service: { connector_id: 'conn-1', external_id: '10001' },
  });
  expect(it.comments.map(({ id, type }: { id: string; type: string }) => [id, type])).toEqual([
    ['k1', 'user'],
    ['a1', 'alert'],
    ['k2', 'comment'],
  ]);
  expect(api.readCase(toInput(file!))).toBeTruthy();
});

test('reads older exports, exports without details, and two cases with their own comments', () => {
  const of = (id: string, status: unknown) =>
    JSON.stringify({ id, type: 'cases', attributes: { title: id, status, connector: null }, references: [] });
  const comment = (id: string, of: string) =>
    JSON.stringify({
      id,
      type: 'cases-comments',
      attributes: { type: 'user', comment: id },
      references: [{ name: 'associated-cases', id: of }],
    });
  const lines = [of('c1', 'open'), of('c2', 20), comment('k1', 'c2'), comment('k2', 'c1')].join('\r\n');
  const { cases, places } = takeApart(named([lines]));
  expect(places).toEqual(['file 1, case 1', 'file 1, case 2']);
  const read = cases.map((text) => JSON.parse(text));
  expect(read).toMatchObject([
    { id: 'c1', status: 'open', connector: { id: 'none', type: '.none', fields: null }, external_service: null },
    { id: 'c2', status: 'closed' },
  ]);
  expect(read.map(({ comments }) => comments.map(({ id }: { id: string }) => id))).toEqual([['k2'], ['k1']]);
  // As a list in place of lines, and one case alone.
  expect(takeApart(named([`[${lines.split('\r\n').join(',')}]`])).cases).toEqual(cases);
  expect(takeApart(named([of('c1', 'open')])).cases).toHaveLength(1);
});
