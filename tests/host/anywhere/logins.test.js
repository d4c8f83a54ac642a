// A login that is refused again and again locks an account: how many of many cases try it.
import { expect, test } from 'vitest';

import { caseWith } from '../lib/cases.js';
import { open, save, servicenow } from '../lib/host.js';

test('a case without a request says nothing of a login: no more try it than requests may be under way', async () => {
  let refusals = 0;
  const onExchange = ({ answer }) => {
    if (answer?.status === 401) refusals += 1;
  };
  const host = await open('logins', { onExchange, concurrency: 2 });
  const connectorId = await save(host, servicenow());
  const cases = (name, count) => Array.from({ length: count }, (_, at) => caseWith(`${name}${at}`, 0));
  const [upToDate, others] = [cases('loginsDone', 3), cases('loginsOther', 9)];
  const settled = [...upToDate, ...others];
  for (const { outcome } of await host.pushAll(upToDate, { connectorId })) expect(outcome?.state).toBe('complete');
  await host.setSecrets(connectorId, { password: 'expired' });
  const results = await host.pushAll(settled, { connectorId });
  expect(results.filter(({ outcome }) => outcome?.state === 'complete')).toHaveLength(3);
  expect(refusals).toBeLessThanOrEqual(2);

  // A pull of what was never pushed asks nothing either.
  refusals = 0;
  await host.pullAll([...others.slice(0, 3), ...upToDate, ...cases('loginsNever', 1)], { connectorId });
  expect(refusals).toBeLessThanOrEqual(2);
});
