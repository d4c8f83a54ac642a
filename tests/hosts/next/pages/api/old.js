import * as api from 'case-connectors';

import { exercise, settled } from '../../lib/exercise.js';

export default async function handler(_, response) {
  response.json(await settled(exercise(api, process.env.SERVICENOW)));
}
