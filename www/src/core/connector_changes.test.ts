import type { CaseConnectors, ConnectorDraft, StoredConnector } from 'case-connectors';
import { expect, test } from 'vitest';
import { ConnectorChanged, saveChanges } from './connector_changes';

const SEEN = {
  id: 'soc',
  type: '.jira',
  name: 'SOC',
  config: { apiUrl: 'https://one.example', projectKey: 'SOC', advanced: { colleagues: 'ana' } },
  mappings: [{ source: 'title', target: 'summary', action: 'overwrite' }],
} as unknown as StoredConnector;
type Changes = { name?: string; config?: object; mappings?: unknown };
const changed = ({ config, ...more }: Changes): StoredConnector =>
  ({ ...SEEN, ...more, config: { ...SEEN.config, ...config } }) as StoredConnector;

async function saved(theirs: StoredConnector | null, mine: Changes) {
  const kept: ConnectorDraft[] = [];
  const store = {
    connectors: async () => (theirs ? [theirs] : []),
    saveConnector: async (draft: ConnectorDraft) => kept.push(draft),
  } as unknown as CaseConnectors;
  await saveChanges(store, 'soc', SEEN, { ...changed(mine), secrets: {} });
  return kept[0];
}

test('saves what this page has changed, and leaves what another tab has', async () => {
  const theirs = changed({ config: { apiUrl: 'https://two.example', advanced: { colleagues: 'ana, ben' } } });
  expect(await saved(theirs, { name: 'Mine', config: { projectKey: 'NEW' } })).toEqual({
    ...SEEN,
    name: 'Mine',
    config: { apiUrl: 'https://two.example', projectKey: 'NEW', advanced: { colleagues: 'ana, ben' } },
    secrets: {},
  });
  expect(await saved(changed({ name: 'Both' }), { name: 'Both' })).toMatchObject({ name: 'Both' });
  expect(await saved(SEEN, { config: { advanced: null } })).toMatchObject({ config: { advanced: null } });
});

test.each([
  [{ name: 'Theirs' }, { name: 'Mine' }],
  [{ mappings: [] }, { mappings: [{ source: 'title', target: 'summary', action: 'append' }] }],
  [{ config: { advanced: { colleagues: 'ben' } } }, { config: { advanced: { colleagues: 'ana, cai' } } }],
])('saves nothing where both have changed the same: %o', async (theirs, mine) => {
  const error = await saved(changed(theirs), mine).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ConnectorChanged);
  const { found } = error as ConnectorChanged;
  expect(found?.now).toEqual(changed(theirs));
  // Whoever saves it again means it.
  expect(found?.merged).toMatchObject(mine);
});

test('saves no connector anew that another tab has deleted', async () => {
  await expect(saved(null, { name: 'Mine' })).rejects.toThrow('deleted this connector');
});
