import * as api from 'case-connectors';

import { exercise, settled } from '../../lib/exercise.js';

export default defineEventHandler(() => settled(exercise(api, process.env.SERVICENOW)));
