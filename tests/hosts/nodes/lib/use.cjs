const api = require('case-connectors');
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
  require(`case-connectors${entry}`);
import('./exercise.js')
  .then(({ exercise }) => exercise(api, process.env.SERVICENOW))
  .then((answer) => console.log(JSON.stringify(answer)));
