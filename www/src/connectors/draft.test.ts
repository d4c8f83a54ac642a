import type { ConnectorDraft } from 'case-connectors';
import { expect, test } from 'vitest';
import { CONNECTOR } from '../../test/samples';
import { AS_CONNECTOR, draftOf } from './draft';

const seen = draftOf(CONNECTOR);
const clean = { seen, draft: seen };
type Typed = { name?: string; config?: object };
const typed = ({ config, ...more }: Typed, over = seen) =>
  ({ ...over, ...more, config: { ...over.config, ...config }, secrets: {} }) as ConnectorDraft;
const restored = (draft: ConnectorDraft, now = seen) =>
  AS_CONNECTOR.read(JSON.parse(JSON.stringify(AS_CONNECTOR.write({ seen, draft }))), { seen: now, draft: now });

test.each([
  'https://bot:hunter2@example.com',
  'bot:hunter2@example.com',
  'https://hunter2@example.com/path',
  // Not whole yet.
  'https://bot:hunter2',
  'bot:hunter2',
])('a draft keeps no address that may hold a password: %s', (apiUrl) => {
  const draft = { ...typed({ name: 'Half', config: { apiUrl } }), secrets: { password: 'hunter2' } } as ConnectorDraft;
  expect(JSON.stringify(AS_CONNECTOR.write({ seen, draft }))).not.toContain('hunter2');
  expect(restored(draft)).toMatchObject({ draft: { name: 'Half', secrets: {} } });
});

test.each(['', 'https://', 'https://example.com', 'example.com', 'http://127.0.0.1:4781', 'example.com:8443/path:x'])(
  'a draft keeps the rest: %s',
  (apiUrl) => {
    const draft = typed({ config: { apiUrl, username: 'bot@example.com' } });
    expect(restored(draft)).toEqual({ seen, draft });
  },
);

test('where nothing was typed nothing is kept', () => {
  expect(AS_CONNECTOR.write({ seen, draft: typed({}) })).toBeNull();
});

test('a draft takes over what was saved since, and is asked about where both have changed the same', () => {
  const mine = typed({ name: 'Mine' });
  const now = typed({ config: { apiUrl: 'https://moved.example' } });
  expect(restored(mine, now)).toEqual({ seen: now, draft: typed({ name: 'Mine' }, now) });
  const theirs = typed({ name: 'Theirs' });
  expect(restored(mine, theirs)).toEqual({ seen, draft: mine });
});

test('what is no draft is refused', () => {
  for (const wrong of [
    null,
    5,
    [],
    { name: 'x', config: {} },
    { seen: { name: 'x', config: {} } },
    { seen: {}, draft: {} },
  ])
    expect(AS_CONNECTOR.read(wrong, clean)).toBeNull();
});
