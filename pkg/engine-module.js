// The engine: its glue and its loading.
import * as glue from './glue/engine.js';
import { moduleOf } from './load.js';

export const { ready, createInit, loadSync } = moduleOf('engine', glue);
