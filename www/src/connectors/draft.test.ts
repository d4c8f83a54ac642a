import type { ConnectorDraft } from 'case-connectors';
import { expect, test } from 'vitest';
import { CONNECTOR } from '../../test/samples';
import { AS_CONNECTOR, draftOf } from './draft';

const clean = draftOf(CONNECTOR);

test.each([
  'https://bot:hunter2@example.com',
  'bot:hunter2@example.com',
  'https://hunter2@example.com/path',
  // Not whole yet.
  'https://bot:hunter2',
  'bot:hunter2',
])('a draft keeps no address that may hold a password: %s', (apiUrl) => {
  const config = { ...clean.config, apiUrl };
  const draft = { ...clean, name: 'Half', config, secrets: { password: 'hunter2' } } as ConnectorDraft;
  const kept = JSON.stringify(AS_CONNECTOR.write(draft));
  expect(kept).not.toContain('hunter2');
  expect(AS_CONNECTOR.read(JSON.parse(kept), clean)).toMatchObject({ name: 'Half', secrets: {} });
});

test.each(['', 'https://', 'https://example.com', 'example.com', 'http://127.0.0.1:4781', 'example.com:8443/path:x'])(
  'a draft keeps the rest: %s',
  (apiUrl) => {
    const draft = { ...clean, config: { ...clean.config, apiUrl, username: 'bot@example.com' } } as ConnectorDraft;
    expect(AS_CONNECTOR.read(JSON.parse(JSON.stringify(AS_CONNECTOR.write(draft))), clean)).toEqual(draft);
  },
);

test('what is no draft is refused', () => {
  for (const wrong of [null, 5, [], { name: 'x' }, { config: {} }]) expect(AS_CONNECTOR.read(wrong, clean)).toBeNull();
});
