import * as api from 'case-connectors';
// Only that it can be loaded here.
import 'case-connectors/plugin';

import { exercise, settled } from '../../../lib/exercise.js';

export const runtime = 'edge';

export async function GET(request) {
  const { searchParams } = new URL(request.url);
  return Response.json(await settled(exercise(api, searchParams.get('url'))));
}
