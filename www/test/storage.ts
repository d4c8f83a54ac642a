// A storage for each file of tests, as a browser has one: fake-indexeddb, a complete IndexedDB in memory, Apache-2.0.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';

globalThis.indexedDB = new IDBFactory();

// Where files share a process (xtask/src/test/dashboard.rs), what npm has brought stays loaded; our own modules begin anew with each.
vi.resetModules();
