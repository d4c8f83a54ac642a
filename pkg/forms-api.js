import * as glue from './glue/forms.js';
import { ready } from './load.js';

/** The version of the engine. */
export const version = () => ready(glue).version();
