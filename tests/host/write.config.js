// Runs what wrote the databases of tests/fixtures.
import { defineConfig } from 'vitest/config';

import { inChromium } from './vitest.config.js';

export default defineConfig({ test: { projects: [inChromium(['../fixtures/database/write.js'])] } });
