import * as api from 'case-connectors';

import { exercise, settled } from '../../../lib/exercise.js';

export const GET = async () => Response.json(await settled(exercise(api, process.env.SERVICENOW)));
export const dynamic = 'force-dynamic';
