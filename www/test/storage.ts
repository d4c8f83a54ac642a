// A storage for each file of tests, as a browser has one: fake-indexeddb, a complete IndexedDB in memory, Apache-2.0.
import 'fake-indexeddb/auto';
