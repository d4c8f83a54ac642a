import * as api from 'case-connectors';

import { exercise, settled } from './lib/exercise.js';

settled(exercise(api)).then((outcome) => {
  window.outcome = outcome;
});
