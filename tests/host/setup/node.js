// Node has no IndexedDB. Apache-2.0, a faithful one in memory, kept up with the standard's own tests.
import 'fake-indexeddb/auto';
