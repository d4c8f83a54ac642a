// The storage that the other tests make fail is otherwise one as the package wants it.
import { storeTests } from 'case-connectors/store-test';
import { test } from 'vitest';

import { memoryStore } from '../lib/memory-store.js';

for (const { name, run } of storeTests({ open: memoryStore, keeps: false })) test(name, run);
