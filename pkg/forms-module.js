// The forms: their glue and their loading.
import * as glue from './glue/forms.js';
import { moduleOf } from './load.js';

export const { ready, createInit, loadSync } = moduleOf('forms', glue);
