// Node keeps what is stored in files. Each run has a directory of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from 'case-connectors/node-store';
import { afterAll } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'case-connectors-host-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The options of a host with a storage that a later one of the same name finds again. */
export const storage = ({ store, ...options }) => ({
  ...options,
  store: store ?? fileStore(join(root, options.name, options.namespace ?? '')),
});
