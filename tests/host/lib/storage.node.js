// Node has no IndexedDB. Apache-2.0, a faithful one in memory, kept up with the standard's own tests.
import 'fake-indexeddb/auto';

/** The options of a host with a storage that a later one of the same name finds again. */
export const storage = (options) => options;
