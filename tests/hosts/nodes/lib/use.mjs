import * as api from 'case-connectors';
import { exercise } from './exercise.js';
for (const entry of [
  '',
  '/forms',
  '/inline',
  '/forms/inline',
  '/plugin',
  '/plugin/inline',
  '/gateway',
  '/gateway/node',
])
  await import(`case-connectors${entry}`);
console.log(JSON.stringify(await exercise(api, process.env.SERVICENOW)));
