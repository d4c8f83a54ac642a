import * as api from 'case-connectors';

import { exercise, settled } from '../../lib/exercise.js';

export const dynamic = 'force-dynamic';

export default async function Page() {
  return <pre id="answer">{JSON.stringify(await settled(exercise(api, process.env.SERVICENOW)))}</pre>;
}
